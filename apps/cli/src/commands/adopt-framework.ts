import { CommandBus } from '@nestjs/cqrs';
import { AdoptFramework, type Adoption } from '#frameworks/commands.js';
import { isRefusal } from '#kernel/refusal.js';
import { freeText, line } from '#kernel/text.js';
import { systemClock } from '#platform/clock/clock.js';
import { counted, indented } from '../output/words.js';
import { CommandFailed, type CommandIo, type CommandOutcome } from '../session/command.js';
import { importerOf, type ImporterOption } from '../session/importer.js';
import { showInReadModels, stoppedLines } from '../session/read-models.js';
import { withContexts, withSession } from '../session/session.js';
import { readInput } from './read-input.js';
import { packIn } from './validate-frameworks.js';

/** Under whose name a framework is adopted, from where, and why. */
export interface AdoptionOptions extends ImporterOption {
  readonly source?: string;
  readonly reason: string;
}

/** Adopts a framework pack for good, and tells what it changed; holds when it is adopted, now or before. */
export async function adoptFramework(path: string, options: AdoptionOptions, io: CommandIo): Promise<CommandOutcome> {
  const by = importerOf(options);
  const pack = packIn(path, (await readInput(path)).toString('utf8'));
  const adoption = { adoptedOn: systemClock.today(), ...sourceAndReason(path, options) };
  return withSession(io, async (session) => {
    const stopped = await showInReadModels((await session.store.head()).position, session);
    if (stopped.some(({ name }) => name === 'frameworks'))
      throw new CommandFailed(`Nothing was adopted. ${stoppedLines(stopped).join(' ')}`);
    const outcome = await withContexts(session, (contexts) =>
      contexts.get(CommandBus, { strict: false }).execute(new AdoptFramework(pack, adoption, by)),
    );
    if (isRefusal(outcome)) {
      const faults = (outcome.errors ?? []).map(({ pointer, detail }) => `${pointer}: ${detail}`);
      const text = [`${path}: REFUSED. ${outcome.detail} [${outcome.rule}]`, ...indented(faults)].join('\n');
      return { holds: false, text, json: outcome };
    }
    const late = stoppedLines(await showInReadModels(outcome.position, session));
    return { holds: true, text: [...linesOf(path, outcome), ...late].join('\n'), json: { ...outcome, stopped: late } };
  });
}

function sourceAndReason(path: string, { source = path, reason }: AdoptionOptions) {
  const [told, why] = [line(600).safeParse(source), freeText(2000).safeParse(reason)];
  if (!told.success) throw new CommandFailed('The source is one line of at most 600 characters.');
  if (!why.success) throw new CommandFailed('The reason is a text of at most 2000 characters, and not empty.');
  return { source: told.data, reason: why.data };
}

function linesOf(path: string, { framework, version, hash, events, replaced }: Adoption): readonly string[] {
  const name = `${framework}, version ${String(version)}, hash ${hash}`;
  if (events.length === 0) return [`${path}: ${name} was adopted before; nothing was recorded`];
  if (replaced === undefined) return [`${path}: ${name} is adopted`];
  const changes = replaced.changes.map(({ change, path: place }) => `${change}: ${place}`);
  return [
    `${path}: ${name} is adopted; ${counted(changes.length, 'change')} from version ${String(replaced.version)}:`,
    ...indented(changes),
  ];
}
