import { canonicalJson } from '#kernel/canonical-json.js';
import type { Decider } from '#kernel/decider.js';
import { refuse, type Refusal } from '#kernel/refusal.js';
import type { InterventionData, InterventionEvent } from './events.js';
import { endsAfterItBegins, exitCriteriaMet, firstOf, lastRevisionWasRead, notInTheFuture, organisationsHold } from './rules.js';
import type { InterventionRule } from './rule-book.js';
import { evolve, initialState, type Intervention, type KnownIntervention } from './state.js';

/** Takes over what a source says; said again, it is nothing new, and said otherwise, a correction by that source. */
export type RecordPublished = { readonly type: 'RecordPublished' } & InterventionData<'InterventionRecorded'>;

/** What people ask of an intervention; `today` is the day in England. */
export type InterventionCommand =
  | RecordPublished
  | ({ readonly type: 'Begin'; readonly today: string } & InterventionData<'InterventionBegan'>)
  | InterventionChange;

/** The revision that was read, where whoever asks says so. */
interface HavingRead {
  readonly judged?: bigint | undefined;
}

/** What is asked of one that is known. */
export type InterventionChange = { readonly today: string } & (
  | ({ readonly type: 'AgreeObjective' } & InterventionData<'ObjectiveAgreed'>)
  | ({ readonly type: 'JudgeObjective'; readonly met: boolean } & InterventionData<'ObjectiveMet'>)
  | ({ readonly type: 'Vary' } & HavingRead & InterventionData<'InterventionVaried'>)
  | ({ readonly type: 'End' } & HavingRead & InterventionData<'InterventionEnded'>)
  | ({ readonly type: 'Correct' } & HavingRead & Omit<InterventionData<'InterventionCorrected'>, 'source'>)
);

type Outcome = readonly InterventionEvent[] | Refusal<InterventionRule>;

/** The behaviour of a stream `intervention-{id}`. */
export const interventionDecider: Decider<Intervention, InterventionCommand, InterventionEvent, InterventionRule> = {
  initialState,
  evolve,
  decide(command, state): Outcome {
    if (command.type === 'RecordPublished') return recordPublished(command, state);
    if (command.type === 'Begin') return begin(command, state);
    if (state.status === 'unknown') return refuse('intervention-unknown', 'There is no such intervention. Nothing was recorded.');
    if (command.type === 'Correct') return correct(command, state);
    if (state.until !== null)
      return refuse('intervention-has-ended', `It ended in ${state.until}. Correct the record if that is wrong.`);
    return change(command, state);
  },
};

const MEMBERS = ['kind', 'organisations', 'alsoBinds', 'from', 'until', 'what'] as const;

function recordPublished({ type: _, ...told }: RecordPublished, state: Intervention): Outcome {
  const broken = firstOf(organisationsHold(told.organisations, told.alsoBinds), endsAfterItBegins(told.from, told.until));
  if (broken) return broken;
  if (state.status === 'unknown') return [{ type: 'InterventionRecorded', data: told }];
  const known = state.imported;
  if (known === null) return refuse('intervention-known-already', 'This intervention was begun here; it is no import.');
  const changes = changedMembers(told, known);
  if (changes === undefined) return [];
  const reason = 'The source says otherwise than before.';
  return [{ type: 'InterventionCorrected', data: { changes, source: told.source, reason } }];
}

function begin({ type: _, today, ...facts }: Extract<InterventionCommand, { type: 'Begin' }>, state: Intervention): Outcome {
  if (state.status === 'known') return refuse('intervention-known-already', 'This intervention is recorded already.');
  const broken = firstOf(organisationsHold(facts.organisations, facts.alsoBinds), notInTheFuture(facts.from, today));
  return broken ?? [{ type: 'InterventionBegan', data: facts }];
}

function correct(
  { changes, reason, judged }: Extract<InterventionChange, { type: 'Correct' }>,
  state: KnownIntervention,
): Outcome {
  const stale = lastRevisionWasRead(state, judged);
  if (stale) return stale;
  const changed = changedMembers(changes, state);
  if (changed === undefined)
    return refuse('a-correction-changes-something', 'The record says that already. Nothing was recorded.');
  const { organisations = state.organisations, alsoBinds = state.alsoBinds, from = state.from, until = state.until } = changed;
  const broken = firstOf(organisationsHold(organisations, alsoBinds), endsAfterItBegins(from, until));
  return broken ?? [{ type: 'InterventionCorrected', data: { changes: changed, source: null, reason } }];
}

function change(command: Exclude<InterventionChange, { type: 'Correct' }>, state: KnownIntervention): Outcome {
  const { today } = command;
  switch (command.type) {
    case 'AgreeObjective': {
      const { objective, as, text, agreedOn } = command;
      return notInTheFuture(agreedOn, today) ?? [{ type: 'ObjectiveAgreed', data: { objective, as, text, agreedOn } }];
    }
    case 'JudgeObjective':
      return judge(command, state);
    case 'Vary': {
      const { variedOn, organisations, alsoBinds, reason } = command;
      const broken = firstOf(
        lastRevisionWasRead(state, command.judged),
        organisationsHold(organisations, alsoBinds),
        notInTheFuture(variedOn, today),
      );
      return broken ?? [{ type: 'InterventionVaried', data: { variedOn, organisations, alsoBinds, reason } }];
    }
    case 'End': {
      const { until, outcome, reason } = command;
      const criteria = outcome === 'criteria-met' ? exitCriteriaMet(state) : undefined;
      const broken = firstOf(
        lastRevisionWasRead(state, command.judged),
        endsAfterItBegins(state.from, until),
        notInTheFuture(until, today),
        criteria,
      );
      return broken ?? [{ type: 'InterventionEnded', data: { until, outcome, reason } }];
    }
  }
}

function judge(command: Extract<InterventionChange, { type: 'JudgeObjective' }>, { objectives }: KnownIntervention): Outcome {
  const { objective, judgedOn, note, met, today } = command;
  const known = objectives.find(({ id }) => id === objective);
  if (known === undefined) return refuse('objective-unknown', 'This intervention has no such objective or criterion.');
  if (judgedOn < known.agreedOn)
    return refuse('judged-after-it-was-agreed', `It was agreed on ${known.agreedOn}, so it cannot be judged on ${judgedOn}.`);
  const data = { objective, judgedOn, note };
  return notInTheFuture(judgedOn, today) ?? [met ? { type: 'ObjectiveMet', data } : { type: 'ObjectiveNotMet', data }];
}

type Members = InterventionData<'InterventionCorrected'>['changes'];

/** The members told that differ from those known; undefined when none does. */
function changedMembers(told: Members, known: Members): Members | undefined {
  const changed = MEMBERS.filter(
    (member) => told[member] !== undefined && canonicalJson(told[member]) !== canonicalJson(known[member]),
  );
  if (changed.length === 0) return undefined;
  return Object.fromEntries(changed.map((member) => [member, told[member]]));
}
