/**
 * Writes docs/rules.md from the rule books, so that the rules people read are the rules the service holds.
 * With --check it writes nothing and fails when the file is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { transformSync } from '@swc/core';
import * as prettier from 'prettier';

const target = 'docs/rules.md';

/** A rule book imports nothing, so it can be read without building the project. */
async function load(file) {
  const { code } = transformSync(readFileSync(file, 'utf8'), {
    filename: file,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  });
  return import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
}

const row = (name, { sentence, source, status }) => `| \`${name}\` | ${sentence} | ${status} | ${source} |`;

/** Every rule book there is; a context that gets one adds a row. */
const books = [
  { title: 'An assessment', file: 'libs/assessment/src/core/assessment/rule-book.ts', rules: 'assessmentRules' },
  { title: 'A scorecard and its editions', file: 'libs/publication/src/core/scorecard/rule-book.ts', rules: 'scorecardRules' },
];

async function chapter({ title, file, rules }) {
  const book = (await load(file))[rules];
  return [
    `## ${title}`,
    '',
    `From \`${file}\`.`,
    '',
    '| Rule | In words | Status | Where it comes from |',
    '| --- | --- | --- | --- |',
    ...Object.entries(book).map(([name, rule]) => row(name, rule)),
    '',
  ];
}

const text = [
  '# The rules',
  '',
  'Made from the rule books by `node scripts/rules-docs.mjs`; the tests fail when it is stale.',
  'A request that breaks a rule is answered with the problem type `/problems/<rule>` and the status beside it; nothing is recorded then.',
  "Each rule is a function in the files `rules*.ts` of its book's folder, and is asserted by its name in the tests.",
  '',
  ...(await Promise.all(books.map(chapter))).flat(),
].join('\n');
const formatted = await prettier.format(text, { ...(await prettier.resolveConfig(target)), filepath: target });

if (!process.argv.includes('--check')) writeFileSync(target, formatted);
else if (readFileSync(target, 'utf8') !== formatted) {
  console.error(`${target} is stale: run node scripts/rules-docs.mjs`);
  process.exit(1);
}
