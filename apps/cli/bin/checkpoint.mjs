#!/usr/bin/env node
/** Starts the built command line: `npx checkpoint` runs this file. */
import { existsSync } from 'node:fs';

const built = new URL('../../../dist/apps/cli/src/main.js', import.meta.url);
if (existsSync(built)) {
  await import(built.href);
} else {
  process.stderr.write('The command line is not built yet: run `npm run build` in the project folder first.\n');
  process.exitCode = 1;
}
