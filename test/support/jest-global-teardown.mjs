import { removeRun } from './test-run.mjs';

/** Stops the database of this run, if one was started, and removes the run's folder. */
export default function tearDown() {
  if (process.env.CHECKPOINT_TEST_RUN) removeRun(process.env.CHECKPOINT_TEST_RUN);
}
