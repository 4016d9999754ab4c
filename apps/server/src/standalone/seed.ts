import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';

/** One part of what standalone mode fills an empty log with. It may run again after it was cut off: its commands have fixed ids. */
export interface SeedStep {
  /** Fixed for ever: a step of that name runs until it was completed once. */
  readonly name: string;
  run(): Promise<void>;
}

/** Runs, in order, the steps never completed; each is recorded as it completes. */
export async function runSeed(steps: readonly SeedStep[], dataSource: DataSource, log: Logger): Promise<void> {
  const rows = await dataSource.query<{ name: string }[]>('select name from app.seed_steps');
  const completed = new Set(rows.map((row) => row.name));
  for (const step of steps.filter(({ name }) => !completed.has(name))) {
    const begun = Date.now();
    await step.run();
    await dataSource.query('insert into app.seed_steps (name) values ($1) on conflict do nothing', [step.name]);
    log.info({ step: step.name, milliseconds: Date.now() - begun }, 'a step of the seed is complete');
  }
}
