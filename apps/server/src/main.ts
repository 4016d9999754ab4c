import { type Config, loadConfig } from '#platform/config/config.js';
import { StartupError } from '#platform/config/startup-error.js';
import { createLogger } from '#platform/logging/logger.js';
import { type RunningService, startService } from './service/start-service.js';

async function main(): Promise<void> {
  const config = loadConfig();
  const log = createLogger(config.logLevel);
  const starting = startService(config, log);
  stopWhenAsked(starting);
  const service = await starting;
  void service.lost.then(async (reason) => {
    process.stderr.write(`${reason} The service stops; what was recorded is kept. Start it again.\n`);
    // Its own way of stopping would ask a database that is gone.
    await service.application.close().catch(() => undefined);
    process.exit(1);
  });
  process.stdout.write(howToSignIn(service.address, config));
  service.ready.then(
    () => process.stdout.write('Ready.\n'),
    () => undefined,
  );
}

function howToSignIn(address: string, { standalone }: Config): string {
  const lines = [`\nCheckpoint Assurance answers at ${address}`];
  if (standalone) {
    lines.push(
      'Sign in there as one of the sample people, or over HTTP:',
      `  curl -s ${address}/standalone/token -H 'Content-Type: application/json' -d '{"person":"wessex-assessor"}'`,
      `The sample people: ${address}/standalone/people   The API: ${address}/api/docs`,
    );
  }
  return `${[...lines, 'Ctrl-C stops it.'].join('\n')}\n\n`;
}

/** One Ctrl-C can arrive twice: npm passes on to us what the terminal has sent us already. */
const ONE_CTRL_C_MS = 1_000;

/** The first signal drains and stops; a second one, of somebody who will not wait, ends the process at once. */
function stopWhenAsked(starting: Promise<RunningService>): void {
  let askedAt: number | undefined;
  const stop = (): void => {
    if (askedAt !== undefined) {
      if (performance.now() - askedAt > ONE_CTRL_C_MS) process.exit(130);
      return;
    }
    askedAt = performance.now();
    starting
      .then((service) => service.stop())
      .then(
        () => process.exit(0),
        (error: unknown) => endWith(error),
      );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function endWith(error: unknown): never {
  process.stderr.write(
    error instanceof StartupError ? `${error.message}\n` : `${error instanceof Error ? String(error.stack) : String(error)}\n`,
  );
  process.exit(1);
}

main().catch(endWith);
