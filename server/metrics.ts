import { createServer } from 'node:http'
import type { ObservableResult } from '@opentelemetry/api'
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus'
import { AggregationType, MeterProvider } from '@opentelemetry/sdk-metrics'
import { CannotStart } from './cannot-start.ts'

/** What the operator can watch, at `GET /metrics` on METRICS_PORT. */
export type Metrics = {
  /** A fact was processed: committed, refused (its sender's fault) or failed (ours), after so many milliseconds. */
  reacted: (kind: string, outcome: 'done' | 'refused' | 'failed', milliseconds: number) => void
  /** A socket came (1) or went (-1). */
  sockets: (namespace: 'visitor' | 'agent', change: 1 | -1) => void
  /** What is asked at each scrape: connected clients that lack messages they should have. */
  clientsBehind: (count: () => number) => void
  /** A sender was told to wait. */
  limited: (limit: string) => void
  /** Listens until stopped. */
  serve: (port: number) => Promise<() => Promise<void>>
}

/** Milliseconds: the product promises an answer at once, so the small ones are told apart. */
const BUCKETS = [1, 2, 3, 5, 7.5, 10, 15, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000]

export function createMetrics(): Metrics {
  const exporter = new PrometheusExporter({ preventServerStart: true, withoutScopeInfo: true, withoutTargetInfo: true })
  const provider = new MeterProvider({
    readers: [exporter],
    views: [
      {
        instrumentName: 'pavior_react_milliseconds',
        aggregation: { type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM, options: { boundaries: BUCKETS } },
      },
    ],
  })
  const meter = provider.getMeter('pavior')
  const facts = meter.createCounter('pavior_facts', { description: 'Facts processed, by kind and outcome' })
  const latency = meter.createHistogram('pavior_react_milliseconds', { description: 'From a fact to its commit' })
  const sockets = meter.createUpDownCounter('pavior_sockets', { description: 'Sockets connected, by namespace' })
  const limited = meter.createCounter('pavior_limited', { description: 'Senders told to wait, by limit' })
  const behind = meter.createObservableGauge('pavior_clients_behind', {
    description: 'Connected clients that have not received everything they should have',
  })
  const memory = meter.createObservableGauge('pavior_memory_bytes', { description: 'Resident memory of the process' })
  memory.addCallback((result: ObservableResult) => result.observe(process.memoryUsage.rss()))
  return {
    reacted: (kind, outcome, milliseconds) => {
      facts.add(1, { kind, outcome })
      latency.record(milliseconds, { kind })
    },
    sockets: (namespace, change) => sockets.add(change, { namespace }),
    clientsBehind: count => behind.addCallback(result => result.observe(count())),
    limited: limit => limited.add(1, { limit }),
    serve: port => serve(exporter, port),
  }
}

function serve(exporter: PrometheusExporter, port: number): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    if (request.url === '/metrics') exporter.getMetricsRequestHandler(request, response)
    else response.writeHead(404).end()
  })
  return new Promise((resolve, reject) => {
    server.on('error', error =>
      reject(new CannotStart(`METRICS_PORT ${port} can not be used: ${error.message}. Choose another one.`)),
    )
    server.listen(port, () =>
      resolve(async () => {
        server.closeAllConnections()
        await new Promise(closed => server.close(closed))
      }),
    )
  })
}
