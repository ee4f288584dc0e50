import { Adapter, type BroadcastOptions } from 'socket.io-adapter'

/**
 * Socket.IO's own adapter, but that it encodes nothing for rooms in which nobody is: most conversations are looked at
 * by no agent and open in one tab, whose own message comes back to it as its answer.
 */
export class QuietAdapter extends Adapter {
  override broadcast(...[packet, options]: Parameters<Adapter['broadcast']>): void {
    if (this.mayReach(options)) super.broadcast(packet, options)
  }

  override broadcastWithAck(...all: Parameters<Adapter['broadcastWithAck']>): void {
    const [, options, count] = all
    if (this.mayReach(options)) super.broadcastWithAck(...all)
    else count(0)
  }

  private mayReach({ rooms, except }: BroadcastOptions): boolean {
    if (rooms.size === 0) return true
    for (const room of rooms) for (const socket of this.rooms.get(room) ?? []) if (!except?.has(socket)) return true
    return false
  }
}
