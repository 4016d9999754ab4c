/**
 * Lets a script import the project's TypeScript without building it: `register('./typescript-hooks.mjs', import.meta.url)`.
 * Types are stripped; what fails to type-check still runs, for the tests check types on their own.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transform } from '@swc/core';

const root = new URL('../', import.meta.url);
/** `#kernel/text.js` is `libs/kernel/src/text.ts`, as package.json says under `source`. */
const ours = /^#([^/]+)\/(.+)\.js$/;

export async function resolve(specifier, context, next) {
  const [, library, file] = ours.exec(specifier) ?? [];
  if (library !== undefined) return { url: new URL(`libs/${library}/src/${file}.ts`, root).href, shortCircuit: true };
  if (specifier.startsWith('.') && context.parentURL?.endsWith('.ts')) {
    const url = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(url)) return { url: pathToFileURL(fileURLToPath(url)).href, shortCircuit: true };
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, 'utf8'), {
    filename,
    swcrc: false,
    jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } },
    module: { type: 'es6' },
  });
  return { format: 'module', source: code, shortCircuit: true };
}
