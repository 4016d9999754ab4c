/** What a command works with besides the database: where it speaks, which settings it sees, and whether it is to end. */
export interface CommandIo {
  /** Standard output: the answer, and nothing else. */
  readonly out: (text: string) => void;
  /** Standard error: progress and complaints. */
  readonly err: (text: string) => void;
  /** Whether somebody watches standard error, so that a line may be written over. */
  readonly watched: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborts when the person asks the command to end (Ctrl-C). */
  readonly interrupted: AbortSignal;
}

/** What a command came to. */
export interface CommandOutcome {
  /** False when what was asked for does not hold or was not done in full: the exit status is 1 then. */
  readonly holds: boolean;
  /** For people. */
  readonly text: string;
  /** For programs (`--json`); a `bigint` in it is written as a string. */
  readonly json: unknown;
}

/** The command cannot do what it was asked, for a reason the person can mend: the message is all they need to read. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}

/** The person has ended the command before it was done. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor() {
    super('Interrupted. What was recorded before is kept; the command may be run again.');
  }
}

/** Throws Interrupted when the person has asked the command to end. */
export function goOnUnless(interrupted: AbortSignal): void {
  if (interrupted.aborted) throw new Interrupted();
}

/** The work's result, or Interrupted as soon as the person asks the command to end. */
export async function untilInterrupted<Result>(interrupted: AbortSignal, work: Promise<Result>): Promise<Result> {
  let give: () => void = () => undefined;
  const asked = new Promise<never>((_, reject) => (give = () => reject(new Interrupted())));
  // Whichever of the two comes second is nobody's any more.
  asked.catch(() => undefined);
  work.catch(() => undefined);
  interrupted.addEventListener('abort', give, { once: true });
  try {
    goOnUnless(interrupted);
    return await Promise.race([work, asked]);
  } finally {
    interrupted.removeEventListener('abort', give);
  }
}
