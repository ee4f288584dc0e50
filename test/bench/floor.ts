import { createServer } from 'node:http'
import postgres from 'postgres'
import { Server } from 'socket.io'

/**
 * The floor: a Socket.IO acknowledgement around one committed insert, with no product code. Run as a process of its
 * own like the product; prints its address.
 */
const sql = postgres(process.env.FLOOR_DATABASE ?? '', { max: 10, onnotice: () => undefined })
await sql`create table if not exists floor (id uuid primary key, content text not null, at timestamptz not null default now())`
const http = createServer()
const io = new Server(http)
io.of('/visitor').on('connection', socket => {
  socket.on(
    'message:send',
    async ({ id, content }: { id: string; content: string }, answer: (answer: object) => void) => {
      const [row] = await sql`insert into floor (id, content) values (${id}, ${content}) returning at`
      answer({ ok: true, at: row?.at })
    },
  )
})
http.listen(0, () => {
  const address = http.address()
  console.log(`http://localhost:${typeof address === 'object' ? address?.port : ''}`)
})
