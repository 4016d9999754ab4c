import { QueryBus } from '@nestjs/cqrs';
import { type AssessmentAnswer, type AssessmentHistoryEvent, ReadAssessment, ReadAssessmentEvents } from '#assessment/queries.js';
import type { Person } from '#identity/contract.js';
import { isRealDate } from '#kernel/business-date.js';
import type { EventStore } from '#platform/event-store/port.js';
import { assessmentAsText } from '../replay/assessment-as-text.js';
import { CommandFailed, type CommandIo, type CommandOutcome } from '../session/command.js';
import { showInReadModels } from '../session/read-models.js';
import { type CommandSession, withContexts, withSession } from '../session/session.js';

/** Which moment of an assessment. */
export interface ReplayMoment {
  /** An instant (RFC 3339) or a position of the log; now unless given. */
  readonly asAt?: string;
  /** `YYYY-MM-DD`: only what was true on that day. */
  readonly effectiveOn?: string;
}

/** Who runs the command has the database: they read what an auditor may, everywhere. */
const operator: Person = { id: 'command-line', name: 'The command line', role: 'auditor', area: { kind: 'england' } };

/** Shows an assessment as it stood, worked out again from its events. */
export const replay = (assessment: string, moment: ReplayMoment, io: CommandIo): Promise<CommandOutcome> =>
  withSession(io, async (session) => {
    const { effectiveOn } = moment;
    if (effectiveOn !== undefined && !isRealDate(effectiveOn))
      throw new CommandFailed(`--effective-on is ${effectiveOn}, which is no real date written YYYY-MM-DD.`);
    const position = await positionOf(moment.asAt, session.store);
    // Actions carried over from earlier quarters are read from the work list.
    await showInReadModels(position, session);
    return withContexts(session, async (contexts) => {
      const queries = contexts.get(QueryBus, { strict: false });
      const events = await queries.execute(new ReadAssessmentEvents(operator, assessment));
      if (events === undefined) throw new CommandFailed(await whyUnknown(assessment, session));
      const view = await queries.execute(new ReadAssessment(operator, assessment, { position, effectiveOn }));
      if (view === undefined) throw new CommandFailed(notYet(assessment, events));
      return outcomeOf(view, events.filter(happenedBy(position, effectiveOn)), moment);
    });
  });

function outcomeOf(view: AssessmentAnswer, events: readonly AssessmentHistoryEvent[], moment: ReplayMoment): CommandOutcome {
  return { holds: true, text: assessmentAsText({ view, events, moment }).join('\n'), json: view };
}

const happenedBy =
  (position: bigint, effectiveOn: string | undefined) =>
  (event: AssessmentHistoryEvent): boolean =>
    event.position <= position && (effectiveOn === undefined || (event.metadata.businessDate ?? '') <= effectiveOn);

async function positionOf(asAt: string | undefined, store: EventStore): Promise<bigint> {
  const head = await store.head();
  if (asAt === undefined) return head.position;
  const isPosition = /^\d{1,18}$/.test(asAt);
  if (!isPosition && !INSTANT.test(asAt))
    throw new CommandFailed(`--as-at is ${asAt}, which is neither an instant (2015-07-14T16:00:00Z) nor a position of the log.`);
  const future = isPosition ? BigInt(asAt) > head.position : !(Date.parse(asAt) <= Date.now());
  if (future) throw new CommandFailed(`--as-at is ${asAt}: nobody knows yet what will have been recorded by then.`);
  return isPosition ? BigInt(asAt) : store.positionAt(new Date(asAt).toISOString());
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

async function whyUnknown(assessment: string, { store }: CommandSession): Promise<string> {
  const { position } = await store.head();
  const form = 'An id reads {organisation}.{framework}.{period}, as in 11J.ccg-assurance-2013-15.2014-15-q1';
  return position === 0n
    ? `There is no assessment ${assessment}: the log is empty.`
    : `There is no assessment ${assessment}. ${form}.`;
}

function notYet(assessment: string, [first]: readonly AssessmentHistoryEvent[]): string {
  const began =
    first === undefined ? '' : `: its first event was recorded at ${first.recordedAt} (position ${String(first.position)})`;
  return `Nothing of ${assessment} stood at that moment${began}.`;
}
