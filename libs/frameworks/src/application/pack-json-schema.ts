import { readFile } from 'node:fs/promises';
import { projectPath } from '#platform/project-root.js';

/** The JSON Schema of a pack, as text: made from the schema packs are held to, by `scripts/framework-schema-docs.mjs`. */
export const packJsonSchema = (): Promise<string> =>
  readFile(projectPath('libs', 'frameworks', 'schema', 'framework-pack.schema.json'), 'utf8');
