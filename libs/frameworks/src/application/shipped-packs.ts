import { readdir, readFile } from 'node:fs/promises';
import { projectPath } from '#platform/project-root.js';
import { type Pack, packSchema } from '../core/pack.js';
import type { PackFinding } from '../core/pack-rules/finding.js';
import { validatePacks } from '../core/validate-packs.js';
import { hashOfPack } from './pack-hash.js';

/** A pack that ships with the project, ready to be adopted. */
export interface ShippedPack {
  readonly pack: Pack;
  readonly hash: string;
  /** Where it was taken from, for the adoption's record. */
  readonly source: string;
}

/** The shipped packs do not hold together: a fault of this release, named, and nothing is adopted. */
export class FaultyPacks extends Error {
  constructor(readonly findings: readonly PackFinding[]) {
    super(`the packs are faulty: ${findings.map(({ rule, path, detail }) => `${rule} at ${path}: ${detail}`).join('; ')}`);
    this.name = 'FaultyPacks';
  }
}

/** The names of the shipped packs' files, in order. */
export async function shippedPackFiles(): Promise<readonly string[]> {
  const files = await readdir(projectPath('libs/frameworks/packs'));
  return files.filter((file) => file.endsWith('.json')).sort();
}

/** Reads a shipped file; what it holds is still to be validated. */
export const readPackFile = async (file: string): Promise<unknown> =>
  JSON.parse(await readFile(projectPath('libs/frameworks/packs', file), 'utf8')) as unknown;

/** Every pack in `libs/frameworks/packs/`, by id and version, validated together. Throws FaultyPacks, or SyntaxError for what is not JSON. */
export async function shippedPacks(): Promise<readonly ShippedPack[]> {
  const files = await shippedPackFiles();
  const contents = await Promise.all(files.map(readPackFile));
  const findings = validatePacks(contents);
  if (findings.length > 0) throw new FaultyPacks(findings);
  const packs = contents.map((content, index) => {
    const pack = packSchema.parse(content);
    return { pack, hash: hashOfPack(pack), source: `libs/frameworks/packs/${files[index] ?? ''}` };
  });
  return packs.sort((a, b) => (a.pack.id === b.pack.id ? a.pack.version - b.pack.version : a.pack.id < b.pack.id ? -1 : 1));
}
