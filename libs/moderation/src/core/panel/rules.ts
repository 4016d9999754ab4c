import type { BusinessDate } from '#kernel/business-date.js';
import { refuse, type Refusal } from '#kernel/refusal.js';
import { atField, broken, type Broken, firstBroken } from './command.js';
import type { ModerationRule } from './rule-book.js';
import { entriesBeingApplied, isSitting, type Panel, type PanelStatus, type Sitting, votersOf } from './state.js';

/*
 * One function per rule, named after it; its sentence stands beside it in `rule-book.ts`. Each gives the refusal, or undefined
 * when the rule is kept.
 */

const WHAT_STANDS: Readonly<Record<PanelStatus, readonly [ModerationRule, string]>> = {
  'never-convened': ['panel-was-never-convened', 'There is no such sitting: no panel was convened for it.'],
  convened: ['papers-not-opened', 'The papers of this sitting are not open yet. Open them first.'],
  open: ['papers-already-opened', 'The papers of this sitting were opened already; they stay as they are.'],
  closed: ['panel-is-closed', 'This sitting is closed.'],
  cancelled: ['panel-was-cancelled', 'This sitting was called off.'],
  'minuted-elsewhere': [
    'panel-is-minuted-elsewhere',
    'The committee keeps its own minutes; only its decisions are recorded here.',
  ],
};

/** The sitting in one of the statuses named, or the rule that its status breaks. */
export function sittingIn(statuses: readonly PanelStatus[], panel: Panel): (Panel & Sitting) | Refusal<ModerationRule> {
  if (isSitting(panel) && statuses.includes(panel.status)) return panel;
  const [rule, stands] = WHAT_STANDS[panel.status];
  return refuse(rule, `${stands} Nothing was recorded.`, { facts: { status: panel.status } });
}

/** Nothing is recorded as done on a day still to come. */
export const notInTheFuture = (day: BusinessDate, today: BusinessDate, pointer: string): Broken =>
  day > today ? atField('date-in-the-future', pointer, `${day} is still to come: today is ${today}.`) : undefined;

/** A sitting decides and closes on its day or later. */
export const notBeforeTheSitting = (day: BusinessDate, sitsOn: BusinessDate, pointer: string): Broken =>
  day < sitsOn ? atField('before-the-sitting', pointer, `The panel sits on ${sitsOn}, so it did nothing on ${day}.`) : undefined;

/** Chair, secretary and members are different people. */
export function everybodySitsOnce(chair: string | undefined, members: readonly string[], secretary: string | undefined): Broken {
  const all = [chair, ...members, secretary].filter((person) => person !== undefined);
  const twice = all.find((person, index) => all.indexOf(person) !== index);
  if (twice === undefined) return undefined;
  return broken(
    'person-sits-twice',
    `${twice} is named twice. The chair is one of those who decide, and the secretary is not. Nothing was recorded.`,
  );
}

/** A quorum is at least one, and no more than those who decide. */
export function theQuorumCanBeReached(quorum: number, voters: number): Broken {
  if (quorum >= 1 && quorum <= voters) return undefined;
  return atField('quorum-out-of-range', '/quorum', `The quorum is from 1 to ${String(voters)}, the number of those who decide.`);
}

/** Only the chair and the members attend, declare and are recused. */
export function theyAreOfThePanel(sitting: Sitting, people: readonly string[], pointer: (index: number) => string): Broken {
  const voters = votersOf(sitting);
  return firstBroken(people, (person, index) =>
    voters.includes(person)
      ? undefined
      : atField('not-of-the-panel', pointer(index), `${person} is neither the chair nor a member of this panel.`),
  );
}

/** Nobody is present and sends apologies. */
export function nobodyIsThereAndNot(present: readonly string[], apologies: readonly string[]): Broken {
  const both = present.find((person) => apologies.includes(person));
  return both === undefined
    ? undefined
    : atField('present-or-apologies', '/apologies', `${both} cannot be present and send apologies.`);
}

/** A sitting closes once all it decided at once was carried out. */
export function nothingIsBeingApplied({ batches }: Sitting): Broken {
  const left = [...batches.values()].reduce((sum, batch) => sum + entriesBeingApplied(batch), 0);
  if (left === 0) return undefined;
  const detail = `${String(left)} of the decisions made at once are still being applied. Close the sitting when they are done.`;
  return broken('batch-being-applied', `${detail} Nothing was recorded.`, { facts: { beingApplied: left } });
}
