/**
 * One command at a time per stream within a process: waiting a turn is cheaper than losing a race and deciding again.
 * Races with other processes are settled by the store's own revision check.
 */
export class StreamTurns {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Runs `work` after everything that took a turn on this stream before. */
  async take<Result>(stream: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.last.get(stream);
    const turn = before === undefined ? work() : before.then(work, work);
    this.last.set(stream, turn);
    try {
      return await turn;
    } finally {
      if (this.last.get(stream) === turn) this.last.delete(stream);
    }
  }
}
