/**
 * Compiles a folder of test programs beside what `npm run build` made, and runs its main.js: they drive the built
 * service, since that is what runs, in processes of their own.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFileSync } from '@swc/core';

const options = {
  swcrc: false,
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
  module: { type: 'es6' },
};

/** Compiles the TypeScript of a folder, specs left out. */
function compile(source) {
  const target = join('dist', source);
  rmSync(target, { recursive: true, force: true });
  const programs = readdirSync(source, { recursive: true }).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
  for (const file of programs) {
    const compiled = join(target, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(compiled), { recursive: true });
    writeFileSync(compiled, transformFileSync(join(source, file), options).code);
  }
}

/** Ends with the exit status of `main.ts` in the first folder, such as `test/benchmark`; the others are what it imports. */
export function runCompiled([program, ...support], args) {
  process.chdir(fileURLToPath(new URL('..', import.meta.url)));
  for (const source of [program, ...support]) compile(source);
  const child = spawn(process.execPath, [join('dist', program, 'main.js'), ...args], { stdio: 'inherit' });
  // Ctrl-C reaches the child by itself, which then puts away its database.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('close', (code) => (process.exitCode = code ?? 1));
}
