import { readdirSync, readFileSync } from 'node:fs';
import { projectPath } from '#platform/project-root.js';
import { type Pack, packSchema } from '../core/pack.js';

/** The names of the shipped files, without their ending: a later version's has the version behind the id. */
export const shippedFiles = (): readonly string[] =>
  readdirSync(projectPath('libs/frameworks/packs'))
    .map((file) => file.replace(/\.json$/, ''))
    .sort();

/** A shipped pack as its file has it: plain JSON that a test may change. */
export const shippedJson = (id: string): Record<string, unknown> =>
  JSON.parse(readFileSync(projectPath('libs/frameworks/packs', `${id}.json`), 'utf8')) as Record<string, unknown>;

/** A shipped pack, for tests. */
export const shippedPack = (id: string): Pack => packSchema.parse(shippedJson(id));
