/**
 * Writes docs/permissions.md from the table of permissions: who may do what, as a grid of actions and roles. With --check it
 * writes nothing and fails when the file is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { transformSync } from '@swc/core';
import * as prettier from 'prettier';

const target = 'docs/permissions.md';
const source = 'libs/identity/src/core/permissions.ts';

/** These files import types only, so they can be read without building the project. */
async function load(file) {
  const { code } = transformSync(readFileSync(file, 'utf8'), {
    filename: file,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  });
  return import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
}

const { permissions } = await load(source);
const { ROLES } = await load('libs/identity/src/core/person.ts');

/** What stands where a role meets an action: nothing, or the areas the role must be held over. */
function cell(permitted, role) {
  const areas = permitted.filter((one) => one.role === role).map(({ over }) => over ?? 'yes');
  return areas.includes('yes') ? 'yes' : areas.join(', ');
}

const words = (name) => name.replaceAll('-', ' ');
const rows = Object.entries(permissions).map(
  ([permission, permitted]) => `| \`${permission}\` | ${ROLES.map((role) => cell(permitted, role)).join(' | ')} |`,
);
const text = [
  '# Who may do what',
  '',
  `Made from \`${source}\` by \`node scripts/permissions-docs.mjs\`; the tests fail when it is stale. Each route of the API and each page`,
  'names one of these actions, and is refused with 403 to every role that has no entry in its row; what concerns one record is checked',
  'again where it is carried out, against the office and region recorded with it.',
  '',
  '`yes`: in any area the role is held over, as far as the record lies in it. `office`, `region`, `organisation`, `england`: only when the role is held over',
  'that kind of area. Without signing in: what is published, the frameworks, and how the service is.',
  '',
  `| Action | ${ROLES.map(words).join(' | ')} |`,
  `| --- | ${ROLES.map(() => '---').join(' | ')} |`,
  ...rows,
  '',
].join('\n');
const formatted = await prettier.format(text, { ...(await prettier.resolveConfig(target)), filepath: target });

if (!process.argv.includes('--check')) writeFileSync(target, formatted);
else if (readFileSync(target, 'utf8') !== formatted) {
  console.error(`${target} is stale: run node scripts/permissions-docs.mjs`);
  process.exit(1);
}
