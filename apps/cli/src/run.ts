import { CommanderError } from 'commander';
import { jsonText } from './output/words.js';
import { commandLine } from './program.js';
import { type CommandIo, type CommandOutcome, Interrupted } from './session/command.js';

/** What the exit status of the command line says. */
export const exitStatus = { done: 0, doesNotHold: 1, wronglyCalled: 2, interrupted: 130 } as const;

/**
 * Runs one command.
 *
 * @param argv what stands after `checkpoint`.
 * @returns the exit status: 0 done, 1 not done or something found, 2 wrongly called, 130 interrupted.
 */
export async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  let status: number = exitStatus.done;
  const program = commandLine(async (command) => {
    status = await answer(command, io, program.opts()['json'] === true);
  }, io);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitStatus.done : exitStatus.wronglyCalled;
  }
}

async function answer(command: (io: CommandIo) => Promise<CommandOutcome>, io: CommandIo, json: boolean): Promise<number> {
  try {
    const outcome = await command(io);
    io.out(`${json ? jsonText(outcome.json) : outcome.text}\n`);
    return outcome.holds ? exitStatus.done : exitStatus.doesNotHold;
  } catch (error) {
    // Loaded only now: it knows the errors of everything there is.
    const { sentenceOf } = await import('./session/sentence-of-error.js');
    const sentence = sentenceOf(error);
    if (json) io.out(`${jsonText({ error: sentence })}\n`);
    io.err(`${sentence}\n`);
    return error instanceof Interrupted ? exitStatus.interrupted : exitStatus.doesNotHold;
  }
}
