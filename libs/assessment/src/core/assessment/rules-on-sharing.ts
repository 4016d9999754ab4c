import type { BusinessDate } from '#kernel/business-date.js';
import type { Refusal } from '#kernel/refusal.js';
import type { Broken } from './command.js';
import type { AssessmentEventOf } from './events.js';
import type { Stage } from './framework-terms.js';
import { isComputed, itemInForce } from './items-in-force.js';
import { atField, broken } from './refusals.js';
import type { AssessmentRule } from './rule-book.js';
import { unansweredComments, windowOn, windowsNotOver } from './sharing.js';
import { aBoardWasConsulted } from './selectors.js';
import { nextStage } from './stages.js';
import type { AssessmentCase, Comment, KeptRecord, Sharing } from './state.js';

/* The rules on what is shared with the organisation and what it says; the rest stand in `rules.ts`. */

/** A sharing names items or notes (docs/assessment.md, The organisation's voice). */
export function somethingIsShared(items: readonly string[], records: readonly string[]): Broken {
  if (items.length > 0 || records.length > 0) return undefined;
  return broken('nothing-to-share', 'Nothing is rated yet, and no note of a meeting is named. Nothing was shared.');
}

/** Only items with a rating are shared; what a rule computes is worked out from what is there. */
export function theItemIsRated(state: AssessmentCase, item: string, pointer: string): Broken {
  const inForce = itemInForce(state.terms, item);
  if (state.ratings.has(item) || (inForce !== undefined && isComputed(state.terms, inForce))) return undefined;
  return atField('item-not-rated', pointer, `${item} has no rating yet: there is nothing to share of it.`);
}

/** A window has its last day today or later: one that is over when it is recorded gave nobody a chance to speak. */
export function theWindowIsNotOverYet(closesOn: BusinessDate, today: BusinessDate): Broken {
  if (closesOn >= today) return undefined;
  return atField(
    'window-already-over',
    '/opensOn',
    `The window would have ended on ${closesOn}, before today. Let it open later.`,
  );
}

/** The sharing of that id, or the rule that there is none. */
export const sharingOf = ({ sharings }: Pick<AssessmentCase, 'sharings'>, id: string): Sharing | Refusal<AssessmentRule> =>
  sharings.find(({ sharing }) => sharing === id) ??
  broken('unknown-sharing', `Nothing was shared here as ${id}. Nothing was recorded.`);

/** The comment of that id, or the rule that there is none. */
export const commentOf = ({ comments }: Pick<AssessmentCase, 'comments'>, id: string): Comment | Refusal<AssessmentRule> =>
  comments.find(({ comment }) => comment === id) ??
  broken('unknown-comment', `There is no comment ${id} here. Nothing was recorded.`);

/** The organisation speaks while its window is open. */
export function theWindowIsOpen(sharing: Sharing, today: BusinessDate): Broken {
  const standing = windowOn(sharing, today);
  if (standing === 'open') return undefined;
  const { opensOn, closesOn, closed } = sharing;
  const when =
    standing === 'to-come' ? `opens on ${opensOn}` : closed === undefined ? `ended on ${closesOn}` : `was closed on ${closed.on}`;
  return broken('comment-window-not-open', `The window to comment ${when}. Nothing was recorded.`, {
    facts: { opensOn, closesOn },
  });
}

/** The organisation speaks of the items shared with it. */
export function theItemIsShared({ items }: Sharing, item: string, pointer: string): Broken {
  if (items.includes(item)) return undefined;
  return atField('item-not-shared', pointer, `${item} was not shared. Shared were: ${items.join(', ') || 'no items'}.`);
}

/** Only agreement goes without words. */
export function aCommentSaysSomething({ view, text }: Pick<Comment, 'view' | 'text'>, pointer: string): Broken {
  if (text !== undefined || view === 'agrees') return undefined;
  return atField('comment-needs-words', `${pointer}/text`, 'Say what the organisation thinks, or that it agrees.');
}

/** No stage closes, and no committee decides, while the organisation may still comment or waits for an answer. */
export const theOrganisationWasHeard = (state: AssessmentCase, today: BusinessDate): Broken =>
  noWindowIsOpen(state, today) ?? everyCommentIsAnswered(state);

function noWindowIsOpen(state: AssessmentCase, today: BusinessDate): Broken {
  const windows = windowsNotOver(state, today);
  const last = windows
    .map(({ closesOn }) => closesOn)
    .sort()
    .at(-1);
  if (last === undefined) return undefined;
  return broken(
    'comment-window-is-open',
    `The organisation may comment until ${last}. Nothing was recorded. Wait for the end of the window, or until it is closed early.`,
    { facts: { closesOn: last, sharings: windows.map(({ sharing }) => sharing) } },
  );
}

function everyCommentIsAnswered(state: AssessmentCase): Broken {
  const waiting = unansweredComments(state);
  if (waiting.length === 0) return undefined;
  const count = waiting.length === 1 ? 'One comment waits' : `${String(waiting.length)} comments wait`;
  return broken(
    'comment-not-answered',
    `${count} for an answer to the organisation. Nothing was recorded. The local office answers first.`,
    { facts: { comments: waiting.map(({ comment }) => comment) } },
  );
}

/** A note is read back by somebody who was there. */
export function theReaderWasThere(record: KeptRecord, person: string): Broken {
  const present = record.kind === 'meeting' ? record.fields.attendance : record.kind === 'call' ? record.fields.participants : [];
  if (present.some((one) => one.person === person)) return undefined;
  return broken(
    'not-there-to-read-back',
    'Only somebody who was there, or the organisation, reads this note back. Nothing was recorded.',
  );
}

/** Or by the organisation, while the window is open in which the note was shared with it. */
export function theOrganisationWasShown({ sharings }: AssessmentCase, record: string, today: BusinessDate): Broken {
  const shared = sharings.filter(({ records }) => records.includes(record));
  const last = shared.at(-1);
  if (last === undefined) return broken('not-there-to-read-back', 'This note was not shared. Nothing was recorded.');
  return shared.some((sharing) => windowOn(sharing, today) === 'open') ? undefined : theWindowIsOpen(last, today);
}

/** Whoever sees it differently says how. */
export function aDifferenceIsTold({ view, text }: Pick<AssessmentEventOf<'MeetingReadBack'>['data'], 'view' | 'text'>): Broken {
  if (view === 'agrees' || text !== undefined) return undefined;
  return atField('difference-needs-words', '/text', 'Say what you remember differently.');
}

/** A year's ratings are not made final before the Health and Wellbeing Boards were consulted, where the framework says so. */
export function theBoardsWereConsulted(state: AssessmentCase, stage: Stage): Broken {
  const { terms } = state;
  if (terms.boardConsultation === undefined || nextStage(terms, stage) !== undefined) return undefined;
  if (aBoardWasConsulted(state)) return undefined;
  return broken(
    'board-not-consulted',
    `No consultation of a Health and Wellbeing Board is recorded, and ${terms.framework.title} asks for one: ${terms.boardConsultation.source} Nothing was recorded. The local office records it first.`,
  );
}
