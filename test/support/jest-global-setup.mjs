import { chmodSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PREFIX, removeRun } from './test-run.mjs';

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** Names this run's folder, in which the first spec that needs a database starts one; nothing is started here. */
export default function setUp() {
  for (const name of readdirSync(tmpdir())) {
    // A run that was killed could not tear down: its folder carries its process id.
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split('-')[0]) : undefined;
    if (pid && !isAlive(pid)) removeRun(join(tmpdir(), name));
  }
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  // The account `postgres` has to pass through it to its data.
  chmodSync(folder, 0o711);
  process.env.CHECKPOINT_TEST_RUN = folder;
}
