import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
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

  constructor(projectionStatus: () => Promise<readonly ProjectionStatus[]>) {
    collectDefaultMetrics({ register: this.registry });
    new Gauge({
      name: 'checkpoint_projection_lag_positions',
      help: 'Positions of the log a projection has not taken in yet',
      labelNames: ['projection'] as const,
      registers: [this.registry],
      async collect() {
        for (const { name, lag } of await projectionStatus()) this.set({ projection: name }, Number(lag.positions));
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
