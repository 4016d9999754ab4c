/**
 * Writes docs/command-line.md from the command line's own help. With `--check` it writes nothing and fails when the document
 * is not what it would write.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { transformSync } from '@swc/core';
import * as prettier from 'prettier';

const target = 'docs/command-line.md';

/** What a command does is loaded when it is asked for, so the commands can be read without building the project. */
async function loadProgram(folder) {
  // Files inside the project, so that commander is found.
  const place = new URL(`../node_modules/.cache/command-line-${process.pid}/`, import.meta.url);
  mkdirSync(place, { recursive: true });
  try {
    for (const file of readdirSync(folder).filter((name) => /^program.*\.ts$/.test(name))) {
      const { code } = transformSync(readFileSync(`${folder}/${file}`, 'utf8'), {
        filename: file,
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
      });
      const own = code.replaceAll(/(from ["']\.\/program[\w-]*)\.js/g, '$1.mjs');
      writeFileSync(new URL(file.replace(/\.ts$/, '.mjs'), place), own);
    }
    return await import(new URL('program.mjs', place).href);
  } finally {
    rmSync(place, { recursive: true });
  }
}

const { commandLine } = await loadProgram('apps/cli/src');
const program = commandLine(() => Promise.resolve(), { out: () => undefined, err: () => undefined });

const code = (text) => `\`${text}\``;
const cell = (text) => text.replaceAll('|', '\\|');

/** Every command that does something, with the words that call it. */
function* commandsOf(command, before) {
  const words = [...before, command.name()];
  if (command.commands.length === 0) yield { command, words };
  for (const part of command.commands) yield* commandsOf(part, words);
}

function usageOf(command, words) {
  const given = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  const options = command.options.map((option) => (option.mandatory ? option.flags : `[${option.flags}]`));
  return ['npx', ...words, ...given, ...options].join(' ');
}

function tableOf(command) {
  const rows = [
    ...command.registeredArguments.map((argument) => [argument.name(), argument.description]),
    ...command.options.map(({ flags, description, defaultValue }) => [
      flags,
      defaultValue === undefined ? description : `${description} (default: ${String(defaultValue)})`,
    ]),
  ];
  if (rows.length === 0) return [];
  return ['| | |', '|---|---|', ...rows.map(([name, meaning]) => `| ${cell(code(name))} | ${cell(meaning)} |`), ''];
}

const sections = [...commandsOf(program, [])].flatMap(({ command, words }) => [
  `## ${words.slice(1).join(' ')}`,
  '',
  '```sh',
  usageOf(command, words),
  '```',
  '',
  command.description(),
  '',
  ...tableOf(command),
]);

const text = [
  '<!-- Written by scripts/command-line-docs.mjs from apps/cli/src/program.ts: change it there, then run node scripts/command-line-docs.mjs. -->',
  '',
  '# The command line',
  '',
  program.description(),
  '',
  '`npx checkpoint` works inside the clone, once `npm ci` has run. In scripts write `npx --no-install checkpoint`: a package that is ' +
    'not ours bears the same name, and npx would offer to fetch it where the link is missing.',
  '',
  'Settings are those of the service (`DATABASE_URL`, `DATA_DIR`, `PUBLIC_URL`, ...). Whoever may run the command line has the database, ' +
    'so it asks nobody to sign in.',
  '',
  'The answer is written to standard output; progress and complaints to standard error. Every command takes `--json` and then answers in ' +
    'JSON, also when it fails: `{ "error": "..." }`. Positions and revisions are strings there.',
  '',
  '| Exit status | |',
  '|---|---|',
  '| 0 | it was done, and everything holds |',
  '| 1 | it was not done, or not in full, or something was found: the answer says what |',
  '| 2 | it was called in a way it does not know; nothing was done |',
  '| 130 | it was interrupted (Ctrl-C); what was recorded before is kept |',
  '',
  ...sections,
].join('\n');

const formatted = await prettier.format(text, { ...(await prettier.resolveConfig(target)), filepath: target });

if (!process.argv.includes('--check')) writeFileSync(target, formatted);
else if (readFileSync(target, 'utf8') !== formatted) {
  console.error(`${target} is stale: run node scripts/command-line-docs.mjs`);
  process.exitCode = 1;
}
