import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
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

/** A name of what this release ships with: another pack, or another version of one, gives another. */
export function shippedPacksDigest(): string {
  const digest = createHash('sha256');
  for (const file of jsonOf(readdirSync(PACKS))) digest.update(file).update(readFileSync(projectPath(FOLDER, file)));
  return digest.digest('hex').slice(0, 16);
}

const FOLDER = 'libs/frameworks/packs';
const PACKS = projectPath(FOLDER);
const jsonOf = (files: readonly string[]): readonly string[] => files.filter((file) => file.endsWith('.json')).sort();

/** The names of the shipped packs' files, in order. */
export const shippedPackFiles = async (): Promise<readonly string[]> => jsonOf(await readdir(PACKS));

/** Reads a shipped file; what it holds is still to be validated. */
export const readPackFile = async (file: string): Promise<unknown> =>
  JSON.parse(await readFile(projectPath(FOLDER, file), 'utf8')) as unknown;

/** Every pack in `libs/frameworks/packs/`, by id and version, validated together. Throws FaultyPacks, or SyntaxError for what is not JSON. */
export async function shippedPacks(): Promise<readonly ShippedPack[]> {
  const files = await shippedPackFiles();
  const contents = await Promise.all(files.map(readPackFile));
  const findings = validatePacks(contents);
  if (findings.length > 0) throw new FaultyPacks(findings);
  const packs = contents.map((content, index) => {
    const pack = packSchema.parse(content);
    return { pack, hash: hashOfPack(pack), source: `${FOLDER}/${files[index] ?? ''}` };
  });
  return packs.sort((a, b) => (a.pack.id === b.pack.id ? a.pack.version - b.pack.version : a.pack.id < b.pack.id ? -1 : 1));
}
