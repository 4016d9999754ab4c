import { findingsInPackFiles } from '#frameworks/application/validate-pack-files.js';
import { counted, indented } from '../output/words.js';
import { CommandFailed, type CommandIo, type CommandOutcome } from '../session/command.js';
import { readInput } from './read-input.js';

/** Validates framework packs together with the shipped ones; holds when all could be adopted together. */
export async function validateFrameworks(paths: readonly string[], _io: CommandIo): Promise<CommandOutcome> {
  const packs = await Promise.all(paths.map(async (path) => packIn(path, (await readInput(path)).toString('utf8'))));
  const findings = await findingsInPackFiles(packs);
  const lines = findings.map(({ path, rule, detail }) => `${path}: ${detail} [${rule}]`);
  const sound = `${paths.join(', ')}: sound, also beside the frameworks that ship with this release`;
  return {
    holds: findings.length === 0,
    text: findings.length === 0 ? sound : [`${counted(findings.length, 'finding')}:`, ...indented(lines)].join('\n'),
    json: { files: paths, findings },
  };
}

/** The JSON in the text of a file; what it means is still to be checked. */
export function packIn(path: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    throw new CommandFailed(`${path} is not JSON: ${(error as Error).message}.`);
  }
}
