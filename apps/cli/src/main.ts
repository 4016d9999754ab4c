import { exitStatus, run } from './run.js';

/** npx passes Ctrl-C on to a command that the terminal has told already: within this many milliseconds, two are one. */
const ONE_WISH_MS = 1_000;

/** The first signal lets the command close what it opened; a later one, of somebody who will not wait, ends it at once. */
function endWhenAsked(): AbortSignal {
  const asking = new AbortController();
  let askedAt = 0;
  const ask = (): void => {
    if (asking.signal.aborted && Date.now() - askedAt > ONE_WISH_MS) process.exit(exitStatus.interrupted);
    askedAt = asking.signal.aborted ? askedAt : Date.now();
    asking.abort();
  };
  process.on('SIGINT', ask);
  process.on('SIGTERM', ask);
  return asking.signal;
}

// Whoever reads the answer may stop reading (`| head`): the command still closes what it opened.
process.stdout.on('error', () => undefined);

const status = await run(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  watched: process.stderr.isTTY,
  environment: process.env,
  interrupted: endWhenAsked(),
});
// Interrupted work may still hold something open; everything of ours is closed.
if (status === exitStatus.interrupted) process.exit(status);
process.exitCode = status;
