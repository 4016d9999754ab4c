/**
 * `npm run check:history`: drives load from several processes, kills them and PostgreSQL at random moments, dumps and restores
 * the log, and asserts that no promise of docs/event-log.md was broken. `-- --seed N --seconds S --writers W`.
 */
import { runCompiled } from './run-compiled.mjs';

runCompiled(['test/history-checker', 'test/support'], process.argv.slice(2));
