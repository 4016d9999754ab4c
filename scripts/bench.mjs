/**
 * `npm run bench`: how fast it is, beside what a user would pick instead and beside the least the machine can do.
 * `-- --quick` takes under two minutes, `-- --json FILE` keeps every number, `-- --only append`
 * (or http, projection, growth) runs a part.
 * Measures what `npm run build` made, since that is what runs; only the benchmark itself is compiled here.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFileSync } from '@swc/core';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const source = 'test/benchmark';
const target = join('dist', source);

rmSync(target, { recursive: true, force: true });
for (const file of readdirSync(source, { recursive: true }).filter((name) => name.endsWith('.ts'))) {
  const { code } = transformFileSync(join(source, file), {
    swcrc: false,
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
    module: { type: 'es6' },
  });
  const compiled = join(target, file.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(compiled), { recursive: true });
  writeFileSync(compiled, code);
}

const child = spawn(process.execPath, [join(target, 'main.js'), ...process.argv.slice(2)], { stdio: 'inherit' });
// Ctrl-C reaches the child by itself, which then puts away its database.
process.on('SIGINT', () => undefined);
child.on('close', (code) => (process.exitCode = code ?? 1));
