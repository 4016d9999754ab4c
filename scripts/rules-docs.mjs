/**
 * Writes docs/rules.md from the rule book of every context (`libs/<context>/src/core/<kind>/rule-book.ts`), so that the rules
 * people read are the rules the service holds. With --check it writes nothing and fails when the file is stale.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { transformSync } from '@swc/core';
import * as prettier from 'prettier';

const target = 'docs/rules.md';

/** These files import types only, so they can be read without building the project. */
async function load(file) {
  const { code } = transformSync(readFileSync(file, 'utf8'), {
    filename: file,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  });
  return import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
}

/** `stakeholder-survey` is "Stakeholder survey". */
const heading = (context) => `${context[0].toUpperCase()}${context.slice(1).replaceAll('-', ' ')}`;
const row = (name, { sentence, source, status }) => `| \`${name}\` | ${sentence} | ${status} | ${source} |`;

async function section(file) {
  const [, context, kind] = /^libs\/([^/]+)\/src\/core\/([^/]+)\//.exec(file);
  const [rules] = Object.values(await load(file));
  return [
    `## ${heading(context)}`,
    '',
    `From \`${file}\`: what can be refused of a stream \`${kind}-…\`.`,
    '',
    '| Rule | In words | Status | Where it comes from |',
    '| --- | --- | --- | --- |',
    ...Object.entries(rules).map(([name, rule]) => row(name, rule)),
    '',
  ];
}

/** Not rules that refuse, but rules to read all the same: why the papers of a panel point an assessment out. */
const { markBook } = await load('libs/moderation/src/core/papers/mark-book.ts');
const marks = [
  "## Marks on a panel's papers",
  '',
  'From `libs/moderation/src/core/papers/mark-book.ts`. They refuse nothing: they say why an assessment is pointed out. The thresholds are',
  'the panel’s to set; [moderation.md](moderation.md) says what holds where it sets none.',
  '',
  '| Mark | In words |',
  '| --- | --- |',
  ...Object.entries(markBook).map(([name, { sentence }]) => `| \`${name}\` | ${sentence} |`),
  '',
];

const books = readdirSync('libs', { recursive: true })
  .map((file) => `libs/${file}`)
  .filter((file) => /^libs\/[^/]+\/src\/core\/[^/]+\/rule-book\.ts$/.test(file))
  .sort();
const sections = await Promise.all(books.map(section));
const text = [
  '# The rules',
  '',
  'Made from the rule books of the contexts by `node scripts/rules-docs.mjs`; the tests fail when it is stale. A request that breaks a rule is',
  'answered with the problem type `/problems/<rule>` and the status beside it; nothing is recorded then. Each rule is a function in the files',
  '`rules*.ts` beside its book, or in the command it is about, and is asserted by its name in the tests.',
  '',
  ...sections.flat(),
  ...marks,
].join('\n');
const formatted = await prettier.format(text, { ...(await prettier.resolveConfig(target)), filepath: target });

if (!process.argv.includes('--check')) writeFileSync(target, formatted);
else if (readFileSync(target, 'utf8') !== formatted) {
  console.error(`${target} is stale: run node scripts/rules-docs.mjs`);
  process.exit(1);
}
