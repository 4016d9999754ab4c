/**
 * `npm test`: everything that must hold. Runs every step whatever the others say, and ends with one line,
 * `N passed, N failed` (`, N skipped`): Jest's own counts, and one test for each step that is not Jest's.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const report = 'node_modules/.cache/jest-report.json';
/** A run that hangs is a failure, and must end by itself on a machine that nobody watches. */
const patience = 20 * 60_000;

/** Runs a program of node_modules or a script of ours. `quiet`: its output is kept and shown only when it fails. */
function run(name, parameters, { quiet }) {
  const began = Date.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, parameters, {
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    const alarm = setTimeout(() => child.kill('SIGKILL'), patience);
    let output = '';
    for (const stream of quiet ? [child.stdout, child.stderr] : [])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('close', (code, signal) => {
      clearTimeout(alarm);
      const passed = code === 0;
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      if (!passed && output) process.stdout.write(`${output.trimEnd()}\n`);
      console.log(`${passed ? 'passed' : 'FAILED'}  ${name}  (${seconds} s${signal === null ? '' : `, ended by ${signal}`})`);
      resolve(passed);
    });
  });
}

/** Runs steps one after the other; none is left out because another failed. */
async function inTurn(steps) {
  const passed = [];
  for (const [name, ...parameters] of steps) passed.push(await run(name, parameters, { quiet: true }));
  return passed;
}

const packages = 'node_modules';
const documents = readdirSync('scripts')
  .filter((file) => file.endsWith('-docs.mjs'))
  .sort();

const checks = [
  // Some tests drive what was built, in processes of its own: it must be what stands here.
  ['build', `${packages}/@nestjs/cli/bin/nest.js`, 'build', 'server'],
  ['types', `${packages}/typescript/bin/tsc`, '--noEmit', '-p', 'tsconfig.json'],
  ['types of the cores', `${packages}/typescript/bin/tsc`, '--noEmit', '-p', 'tsconfig.core.json'],
  [
    'architecture',
    `${packages}/dependency-cruiser/bin/dependency-cruise.mjs`,
    '--config',
    '.dependency-cruiser.cjs',
    'apps',
    'libs',
    'test',
  ],
  ...documents.map((file) => [`generated documents: ${file}`, `scripts/${file}`, '--check']),
];
const style = [
  // Without a cache: what one file means to the linter depends on the types in others.
  ['lint', `${packages}/eslint/bin/eslint.js`, '--max-warnings', '0', '.'],
  ['format', `${packages}/prettier/bin/prettier.cjs`, '--check', '--log-level', 'warn', '.'],
];

async function runJest() {
  mkdirSync('node_modules/.cache', { recursive: true });
  // A report of an earlier run must not speak for this one.
  rmSync(report, { force: true });
  const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', `${packages}/jest/bin/jest.js`];
  return run('jest', [...jest, '--maxWorkers', '2', '--json', '--outputFile', report, ...process.argv.slice(2)], {
    quiet: false,
  });
}

/** What Jest counted. A spec file that could not run counts as one failed test, as does a Jest that left no report. */
function countsOfJest(passed) {
  let counted;
  try {
    counted = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    console.log('Jest left no report.');
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const failed = counted.numFailedTests + counted.numRuntimeErrorTestSuites;
  return {
    passed: counted.numPassedTests,
    // Jest may fail for another reason than a test: no test found, an error in its teardown.
    failed: failed === 0 && !passed ? 1 : failed,
    skipped: counted.numPendingTests + counted.numTodoTests,
  };
}

const steps = (await Promise.all([inTurn(checks), inTurn(style)])).flat();
const jest = countsOfJest(await runJest());
const passed = jest.passed + steps.filter((step) => step).length;
const failed = jest.failed + steps.filter((step) => !step).length;
console.log(`\n${passed} passed, ${failed} failed${jest.skipped > 0 ? `, ${jest.skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;
