/** What the service still has to do before it can answer with everything it knows. */
export type Pending = 'seed' | 'projections';

/** Whether the service is ready for work; asked by `/health/ready` and set by the start. */
export class Readiness {
  private readonly pending = new Map<Pending, string>([
    ['seed', 'the sample data is being loaded'],
    ['projections', 'the read models have not caught up with the log yet'],
  ]);

  /** Something is done. */
  done(what: Pending): void {
    this.pending.delete(what);
  }

  /** Something went wrong, and the service never becomes ready by itself. */
  failed(what: Pending, why: string): void {
    this.pending.set(what, why);
  }

  /** What is waited for, in words; empty when ready. */
  get waitingFor(): readonly string[] {
    return [...this.pending.values()];
  }
}
