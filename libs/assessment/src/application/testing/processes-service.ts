import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { derivedId } from '#kernel/ids.js';
import { isRefusal } from '#kernel/refusal.js';
import type { Person, PersonDirectory } from '#identity/contract.js';
import type { Clock } from '#platform/clock/clock.js';
import { originOf } from '#platform/decisions/command-identity.js';
import type { RecordedEvent } from '#platform/event-store/port.js';
import { eventLogMigrations } from '#platform/event-store/postgres/event-log-migrations.js';
import { PostgresEventStore } from '#platform/event-store/postgres/postgres-event-store.js';
import type { HostedProcess } from '#platform/process-managers/hosted-process.js';
import { processManagerMigrations } from '#platform/process-managers/process-manager-migrations.js';
import { ProcessManagerRunner, type ProcessManagerRunnerOptions } from '#platform/process-managers/process-manager-runner.js';
import { APP_ROLE, createDataSource, migrate } from '#platform/read-store/data-source.js';
import { platformReadStoreMigrations } from '#platform/read-store/migrations/index.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import type { MortalSessions } from '../../../../../test/support/mortal-sessions.js';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/postgres-for-tests.js';
import { keptLog } from '../../../../../test/support/toy-read-model.js';
import { assessmentCodec } from '../../core/assessment/codec.js';
import type { AssessmentCommand } from '../../core/assessment/decider.js';
import type { AssessmentEventOf } from '../../core/assessment/events.js';
import type { FrameworkTerms } from '../../core/assessment/framework-terms.js';
import { quarterTerms, scoredTerms } from '../../core/assessment/testing/terms.js';
import type { PublishedFact } from '../../core/assessment/transcribe-rating.js';
import type { ActionUpdate } from '../../core/assessment/update-action.js';
import { assessmentDecisions, assessmentStream } from '../assessment-decisions.js';
import { assessmentProcesses } from '../processes.js';

/** In the same area as Dorset's. */
export const DORSET_Q1 = '11J.test-assurance.2014-15-q1';
export const PORTSMOUTH_Q1 = '10R.test-assurance.2014-15-q1';
/** In the area, under a framework that has none of Dorset's items. */
export const OTHER_TERMS_Q1 = '10K.scores.2017-18-year';
/** In another office's area. */
export const SOMERSET_Q1 = '11X.test-assurance.2014-15-q1';
export const NOTE = 'Waiting times were discussed at length';

const PATIENCE_MS = 15_000;
const assessor: Person = { id: 'wessex-assessor', name: 'W A', role: 'assessor', area: { kind: 'office', code: 'Q70' } };
const people: PersonDirectory = {
  grantsOf: (id) => Promise.resolve(id === assessor.id ? [assessor] : []),
  find: (id) => Promise.resolve(id === assessor.id ? assessor : undefined),
};
const reader = readerOf(assessmentCodec);

/** An event of an assessment with its envelope. */
type Told<Type extends 'CheckpointMeetingHeld' | 'TeleconferenceHeld' | 'ActionFellDue'> = Pick<
  RecordedEvent,
  'id' | 'metadata'
> & {
  readonly data: AssessmentEventOf<Type>['data'];
};
type Asking<Command> = Command extends AssessmentCommand ? Omit<Command, 'actor' | 'commandId' | 'today'> : never;

/** Assessments on a real log, with their process managers. */
export class ProcessesService {
  readonly log = keptLog();
  today = '2029-12-31';
  readonly decisions;
  readonly #clock: Clock = { now: () => Date.now(), today: () => this.today };
  readonly #runners = new Set<ProcessManagerRunner>();
  #commands = 0;

  private constructor(
    private readonly database: TestDatabase,
    readonly store: PostgresEventStore,
    readonly dataSource: DataSource,
    readonly owner: DataSource,
    /** For a process that is to be killed. */
    readonly doomed: DataSource,
  ) {
    this.decisions = assessmentDecisions(store);
  }

  static async open(): Promise<ProcessesService> {
    const migrations = [...platformReadStoreMigrations, ...eventLogMigrations, ...processManagerMigrations];
    const database = await createTestDatabase({
      name: 'with_process_managers',
      prepare: async (connectionString) => void (await migrate(connectionString, migrations)),
    });
    const url = database.connectionString;
    const common = { url, entities: [], migrations: [], poolSize: 8 };
    return new ProcessesService(
      database,
      new PostgresEventStore({ connectionString: url, role: APP_ROLE }),
      await createDataSource({ ...common, role: APP_ROLE }).initialize(),
      await createDataSource(common).initialize(),
      await createDataSource({ ...common, role: APP_ROLE }).initialize(),
    );
  }

  /** The processes; of one that dies, on either side of recording, too. */
  processes(mortal?: MortalSessions): readonly HostedProcess[] {
    const processes = assessmentProcesses(this.decisions, people, this.#clock);
    if (mortal === undefined) return processes;
    return processes.map((process) => ({
      ...process,
      dispatch: async (command) => {
        await mortal.step();
        const outcome = await process.dispatch(command);
        await mortal.step();
        return outcome;
      },
    }));
  }

  async start(options: Partial<ProcessManagerRunnerOptions> = {}): Promise<ProcessManagerRunner> {
    const { store, dataSource, log } = this;
    const common = { store, dataSource, log, clock: this.#clock, processes: this.processes(), pollEveryMs: 10 };
    const runner = new ProcessManagerRunner({ ...common, ...options });
    this.#runners.add(runner);
    await runner.start();
    return runner;
  }

  async stop(runner: ProcessManagerRunner): Promise<void> {
    await runner.stop();
    this.#runners.delete(runner);
  }

  async ranOnce(): Promise<void> {
    const runner = await this.start();
    await this.settled(runner);
    await this.stop(runner);
  }

  /** Waits until the managers have come to the log's end with nothing due left to do. */
  async settled(runner: ProcessManagerRunner): Promise<void> {
    const patience = Date.now() + PATIENCE_MS;
    for (;;) {
      const before = await this.#isIdle(runner);
      const due: unknown[] = await this.dataSource.query('select from app.process_timers where due_on <= $1', [this.today]);
      if (before && due.length === 0 && (await this.#isIdle(runner))) return;
      if (Date.now() > patience) throw new Error(`it does not settle; the log says ${JSON.stringify(this.log.entries)}`);
      await pause(5);
    }
  }

  async #isIdle(runner: ProcessManagerRunner): Promise<boolean> {
    const statuses = await runner.status();
    return statuses.every(({ lag, outbox }) => lag.positions === 0n && outbox.waiting === 0);
  }

  async opened(...assessments: readonly string[]): Promise<void> {
    for (const assessment of assessments) await this.#run(assessment, { type: 'open-assessment', ...about(assessment) });
  }

  /** An assessment of the area copied from a published source. */
  async transcribed(): Promise<string> {
    const assessment = '11A.test-assurance.2014-15-q1';
    const fact: PublishedFact = {
      ...{ fact: derivedId(NAMESPACE, 'fact'), item: 'domain-1', rating: 'assured', label: 'Assured', publishedOn: null },
      ...{ evidence: 'published', source: 'A published table' },
    };
    await this.#run(assessment, { type: 'transcribe-rating', ...about(assessment), facts: [fact] });
    return assessment;
  }

  /** A meeting with an action agreed, also for others; its id. */
  async meets(assessment: string, alsoFor: readonly string[]): Promise<string> {
    const commandId = await this.#run(assessment, {
      ...{ type: 'record-checkpoint-meeting', heldOn: '2014-07-14', attendance: [{ person: 'p-1' }], alsoFor },
      ...{ discussions: [{ item: 'domain-1', note: NOTE }], notes: NOTE },
      actions: [{ description: 'Send the plan', owner: 'Chief officer', due: '2031-01-01' }],
    });
    return derivedId(commandId, 'meeting');
  }

  /** A call that was escalated; its id. */
  async rings(assessment: string, alsoFor: readonly string[]): Promise<string> {
    const commandId = await this.#run(assessment, {
      ...{ type: 'record-teleconference', heldOn: '2014-08-01', participants: [], updates: [], actions: [], alsoFor },
      escalated: true,
    });
    return derivedId(commandId, 'call');
  }

  async withdraws(assessment: string, record: string): Promise<void> {
    await this.#run(assessment, { type: 'withdraw-record', record, reason: 'In error' });
  }

  /** An action; its id. */
  async agreesAction(assessment: string, due: string): Promise<string> {
    const actions = [{ description: 'Send the plan', owner: 'Chief officer', due }];
    const asked = { type: 'record-checkpoint-meeting', heldOn: '2014-07-14', attendance: [], discussions: [], actions } as const;
    return derivedId(await this.#run(assessment, asked), 'action-0');
  }

  async updatesAction(assessment: string, action: string, update: ActionUpdate): Promise<void> {
    await this.#run(assessment, { type: 'update-action', action, update });
  }

  meetingsIn(assessment: string): Promise<readonly Told<'CheckpointMeetingHeld'>[]> {
    return this.#told(assessment, 'CheckpointMeetingHeld');
  }

  callsIn(assessment: string): Promise<readonly Told<'TeleconferenceHeld'>[]> {
    return this.#told(assessment, 'TeleconferenceHeld');
  }

  fellDueIn(assessment: string): Promise<readonly Told<'ActionFellDue'>[]> {
    return this.#told(assessment, 'ActionFellDue');
  }

  async typesIn(assessment: string): Promise<readonly string[]> {
    return (await this.store.readStream(assessmentStream(assessment))).map((recorded) => reader.read(recorded).type);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#runners].map((runner) => runner.stop()));
    await this.store.close();
    await this.dataSource.destroy();
    await this.owner.destroy();
    await this.doomed.destroy();
    await this.database.drop();
  }

  async #told<Type extends Parameters<typeof isOf>[1]>(assessment: string, type: Type): Promise<readonly Told<Type>[]> {
    const recorded = await this.store.readStream(assessmentStream(assessment));
    const events = recorded.map(({ id, metadata, ...rest }) => ({ id, metadata, event: reader.read({ id, metadata, ...rest }) }));
    return events.flatMap(({ id, metadata, event }) =>
      isOf(event, type) ? [{ id, metadata, data: event.data }] : [],
    ) as Told<Type>[];
  }

  async #run(assessment: string, asked: Asking<AssessmentCommand>): Promise<string> {
    const stream = assessmentStream(assessment);
    this.#commands += 1;
    const by = { actor: assessor.id, role: assessor.role };
    const origin = originOf({
      ...by,
      stream,
      request: asked,
      idempotencyKey: String(this.#commands),
      correlationId: 'a-request',
    });
    const command = { ...asked, actor: assessor.id, commandId: origin.commandId, today: this.today };
    const outcome = await this.decisions.run(stream, command, origin);
    if (isRefusal(outcome)) throw new Error(`${asked.type} was refused by ${outcome.rule}`);
    return origin.commandId;
  }
}

const NAMESPACE = '5d3f9a52-5b5e-5c7e-8a55-3f4c1f0c9f11';

const isOf = (
  event: { readonly type: string },
  type: 'CheckpointMeetingHeld' | 'TeleconferenceHeld' | 'ActionFellDue',
): boolean => event.type === type;

function about(assessment: string) {
  const [code = ''] = assessment.split('.');
  const office = assessment === SOMERSET_Q1 ? 'Q65' : 'Q70';
  const terms: FrameworkTerms = assessment === OTHER_TERMS_Q1 ? scoredTerms : quarterTerms;
  return {
    organisation: { code, name: `NHS ${code} CCG`, kind: 'ccg' },
    office: { code: office, name: office },
    region: { code: 'Y57', name: 'South of England' },
    terms,
  };
}
