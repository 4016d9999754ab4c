import { isRefusal, refuse, type Refusal } from '#kernel/refusal.js';
import { mayNotInAnyRole, type PermissionRule, type PersonDirectory } from '#identity/contract.js';
import type { Clock } from '#platform/clock/clock.js';
import type { DecisionRule, Recorded } from '#platform/decisions/decisions.js';
import { originOfDispatch } from '#platform/process-managers/dispatch-origin.js';
import type { DispatchedCommand } from '#platform/process-managers/hosted-process.js';
import type { AssessmentCommand } from '../core/assessment/decider.js';
import type { AssessmentRule } from '../core/assessment/rule-book.js';
import { itemInForce } from '../core/assessment/items-in-force.js';
import { type Assessment, type CallRecord, isLive, type MeetingRecord } from '../core/assessment/state.js';
import type { FileRecord } from '../process/filed-meetings.js';
import { type AssessmentDecisions, assessmentStream } from './assessment-decisions.js';
import { placeOf } from './who-may-read.js';

/** Why a meeting or call was not filed in another assessment. */
export type FilingRule = AssessmentRule | PermissionRule | DecisionRule;

/** Files a meeting or call in another assessment it was held for: its content as it stands now, under its one id. */
export class FileMeetings {
  constructor(
    private readonly decisions: AssessmentDecisions,
    private readonly people: PersonDirectory,
    private readonly clock: Clock,
  ) {}

  async file(dispatched: DispatchedCommand<FileRecord>): Promise<Recorded | Refusal<FilingRule>> {
    const { command } = dispatched;
    const record = await this.original(command);
    if (isRefusal(record)) return record;
    const stream = assessmentStream(command.to);
    const target = (await this.decisions.current(stream)).state;
    const forbidden = isLive(target) ? await this.forbids(command, target) : undefined;
    if (forbidden !== undefined) return forbidden;
    const identity = { actor: command.actor, commandId: dispatched.id, today: this.clock.today() };
    return this.decisions.run(stream, { ...recordingOf(record, target), ...identity }, originOfDispatch(dispatched, command));
  }

  /** Read from the log, not from what is kept folded in memory: a text erased meanwhile must not be written anew. */
  private async original({ from, to, record }: FileRecord): Promise<MeetingRecord | CallRecord | Refusal<FilingRule>> {
    const { state } = await this.decisions.asAt(assessmentStream(from), {});
    const original = isLive(state) ? state.records.get(record) : undefined;
    if (original?.kind !== 'meeting' && original?.kind !== 'call')
      throw new Error(`${record} is no meeting or call of the assessment ${from}, which is said to hold it`);
    if (original.withdrawn === undefined) return original;
    return refuse('record-was-withdrawn', `It was withdrawn from ${from} before it could be filed in ${to}.`);
  }

  private async forbids({ actor, kind, from, to }: FileRecord, target: Assessment): Promise<Refusal<FilingRule> | undefined> {
    const held = await this.people.grantsOf(actor);
    const forbidden = mayNotInAnyRole(held, 'assessment.record', placeOf(target));
    if (forbidden === undefined) return undefined;
    return refuse(
      held.length === 0 ? 'outside-area' : forbidden.rule,
      `The person who logged this ${kind} in ${from} may not record in ${to}. It stays in ${from}; somebody who may can log it in ${to}.`,
    );
  }
}

type Recording = { [Each in 'record-checkpoint-meeting' | 'record-teleconference']: Asked<Each> }[
  'record-checkpoint-meeting' | 'record-teleconference'];
type Asked<Type extends AssessmentCommand['type']> = Omit<
  Extract<AssessmentCommand, { type: Type }>,
  'actor' | 'commandId' | 'today'
>;

/** The copy: notes on the items that exist there, no actions (those stay where they were agreed), and no further copies. */
function recordingOf(record: MeetingRecord | CallRecord, target: Assessment): Recording {
  const existsThere = ({ item }: { readonly item: string }): boolean =>
    isLive(target) && itemInForce(target.terms, item) !== undefined;
  const common = { actions: [], alsoFor: [], heldOn: record.fields.heldOn, notes: record.fields.notes };
  if (record.kind === 'meeting') {
    const { meeting, attendance, discussions } = record.fields;
    return { type: 'record-checkpoint-meeting', ...common, meeting, attendance, discussions: discussions.filter(existsThere) };
  }
  const { call, participants, updates, escalated } = record.fields;
  return {
    type: 'record-teleconference',
    ...{ ...common, call, participants, updates: updates.filter(existsThere) },
    escalated: escalated === 'not-recorded' ? undefined : escalated === 'yes',
  };
}
