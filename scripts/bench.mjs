/**
 * `npm run bench`: how fast it is, beside what a user would pick instead and beside the least the machine can do.
 * `-- --quick` takes under two minutes, `-- --json FILE` keeps every number, `-- --only append`
 * (or http, nation, projection, growth) runs a part.
 * Measures what `npm run build` made, since that is what runs; only the benchmark itself is compiled here.
 */
import { runCompiled } from './run-compiled.mjs';

runCompiled(['test/benchmark'], process.argv.slice(2));
