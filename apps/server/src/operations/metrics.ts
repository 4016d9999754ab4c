import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ProcessStatus } from '#platform/process-managers/process-status.js';
import type { ProjectionStatus } from '#platform/projections/projection-status.js';

/** What Prometheus reads: the process, how long requests take by route, how far the projections are behind. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'checkpoint_http_request_seconds',
    help: 'How long requests took, by route',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.registry],
  });

  constructor(projections: () => Promise<readonly ProjectionStatus[]>, processes: () => Promise<readonly ProcessStatus[]>) {
    collectDefaultMetrics({ register: this.registry });
    this.gauge(
      'projection',
      'checkpoint_projection_lag_positions',
      'Positions of the log a projection has not taken in yet',
      async () => (await projections()).map(({ name, lag }) => [name, Number(lag.positions)]),
    );
    this.gauge(
      'projection',
      'checkpoint_projection_lag_seconds',
      'For how long a projection has not taken in the log',
      async () => (await projections()).map(({ name, lag }) => [name, lag.seconds]),
    );
    this.gauge(
      'process',
      'checkpoint_process_lag_positions',
      'Positions of the log a process manager has not followed yet',
      async () => (await processes()).map(({ name, lag }) => [name, Number(lag.positions)]),
    );
    this.gauge(
      'process',
      'checkpoint_process_dead_letters',
      'Commands of a process manager given up that nobody has dealt with',
      async () => (await processes()).map(({ name, deadLetters }) => [name, deadLetters]),
    );
  }

  /** A number for each subscription to the log, asked for when Prometheus asks. */
  private gauge(
    label: 'projection' | 'process',
    name: string,
    help: string,
    values: () => Promise<readonly (readonly [string, number])[]>,
  ): void {
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [this.registry],
      async collect() {
        for (const [subscription, value] of await values()) this.set({ [label]: subscription }, value);
      },
    });
  }

  /** Measures every request of the server. Routes are named by their pattern, which holds no id. */
  watch(instance: FastifyInstance): void {
    instance.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'unknown';
      this.requests.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1_000);
      done();
    });
  }

  /** The media type of `text()`. */
  get contentType(): string {
    return this.registry.contentType;
  }

  /** Everything, in Prometheus' text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}
