import { setTimeout as pause } from 'node:timers/promises';
import { assessmentDecisions, assessmentStream } from '#assessment/commands.js';
import { isRefusal } from '#kernel/refusal.js';
import { originOf } from '#platform/decisions/command-identity.js';
import { openPlatform } from '#platform/service/open-platform.js';
import { parts } from '../../apps/server/src/composition.js';
import { commandOf, termsOfTheRun } from './commands.js';
import { Journal } from './journal.js';

/*
 * One application process under load: it sends commands, follows the log, and moves the read models, until it is killed. It
 * takes up again where its journals end.
 */
const [ownerUrl = '', folder = '', name = '', seed = '0'] = process.argv.slice(2);
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const terms = await termsOfTheRun();
const platform = await openPlatform({ ownerUrl, parts, log: silent });
const decisions = assessmentDecisions(platform.store);
await platform.engine.start();

async function write(loop: number): Promise<void> {
  const sent = new Journal(`${folder}/${name}-${String(loop)}.sent`);
  const answered = new Journal(`${folder}/${name}-${String(loop)}.answered`);
  const actor = `${name}-${String(loop)}`;
  for (let number = answered.lines.length; ; number++) {
    const { assessment } = commandOf(Number(seed) + loop, number, terms, { actor, commandId: '' });
    const stream = assessmentStream(assessment);
    const origin = originOf({ actor, role: 'assessor', stream, request: { number }, idempotencyKey: String(number) });
    const { command } = commandOf(Number(seed) + loop, number, terms, { actor, commandId: origin.commandId });
    if (sent.lines.length === number) sent.tell(origin.commandId);
    answered.tell(
      await untilAnswered(async () => {
        const outcome = await decisions.run(stream, command, origin);
        if (isRefusal(outcome)) return `refused ${outcome.rule}`;
        return JSON.stringify({
          commandId: origin.commandId,
          stream,
          position: String(outcome.position),
          events: outcome.events.length,
        });
      }),
    );
  }
}

/** The database comes and goes: what was not answered is sent again under the same id. */
async function untilAnswered(send: () => Promise<string>): Promise<string> {
  for (;;) {
    try {
      return await send();
    } catch {
      await pause(50);
    }
  }
}

async function follow(): Promise<never> {
  const seen = new Journal(`${folder}/${name}.seen`);
  for (;;) {
    try {
      const after = BigInt(seen.lines.at(-1) ?? 0);
      const signal = new AbortController().signal;
      for await (const batch of platform.store.subscribe(after, { signal }))
        seen.tell(...batch.map(({ position }) => String(position)));
    } catch {
      await pause(50);
    }
  }
}

await Promise.all([follow(), ...[0, 1, 2].map(write)]);
