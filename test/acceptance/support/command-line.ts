import { run } from '../../../apps/cli/src/run.js';

/** What a command answered, and where. */
export interface CommandAnswer {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  /** Standard output as JSON, for commands called with `--json`; tests look into it freely. */
  json<Answer = Record<string, unknown>>(): Answer;
}

/**
 * A command line with the given settings, run in this process:
 *
 *     const checkpoint = commandLine({ DATABASE_URL: database.connectionString });
 *     const { status, out } = await checkpoint('projections', 'status');
 */
export const commandLine =
  (environment: Readonly<Record<string, string>>, interrupted: AbortSignal = new AbortController().signal) =>
  async (...argv: readonly string[]): Promise<CommandAnswer> => {
    let [out, err] = ['', ''];
    const status = await run(argv, {
      out: (text) => (out += text),
      err: (text) => (err += text),
      watched: false,
      environment,
      interrupted,
    });
    return { status, out, err, json: () => JSON.parse(out) as never };
  };
