/**
 * Writes libs/frameworks/schema/framework-pack.schema.json from the schema the service holds packs to, so that an editor
 * can help somebody who writes one. With --check it writes nothing and fails when the file is stale.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { dirname } from 'node:path';
import * as prettier from 'prettier';
import { z } from 'zod';

const target = 'libs/frameworks/schema/framework-pack.schema.json';

register('./typescript-hooks.mjs', import.meta.url);
const { packSchema } = await import('../libs/frameworks/src/core/pack.ts');

/** To us a list is read-only once read; to whoever writes it, it is not. */
const writable = ({ jsonSchema }) => delete jsonSchema.readOnly;
const { $schema, ...schema } = z.toJSONSchema(packSchema, { io: 'input', override: writable });
const document = {
  $schema,
  title: 'Framework pack of Checkpoint Assurance',
  description:
    'A framework as data. What this schema cannot say, that ids are unique and rules make sense, `npx checkpoint frameworks validate` checks.',
  ...schema,
};
const formatted = await prettier.format(JSON.stringify(document), {
  ...(await prettier.resolveConfig(target)),
  filepath: target,
});

if (!process.argv.includes('--check')) {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, formatted);
} else if (!existsSync(target) || readFileSync(target, 'utf8') !== formatted) {
  console.error(`${target} is stale: run node scripts/framework-schema-docs.mjs`);
  process.exit(1);
}
