import type { AssessmentAnswer, CommentView, RecordView, SharingView } from '#assessment/queries.js';
import { mayNot, type Person } from '#identity/contract.js';
import { nameOfRecord } from '../forms/sharing-forms.js';
import { dayInWords } from '../words/dates.js';
import { placeOfAnswer } from './tasks.js';

/** A link with its words. */
interface Link {
  readonly text: string;
  readonly href: string;
}

/** A sharing as a page tells it. */
export interface ShownSharing {
  readonly title: string;
  readonly standing: string;
  readonly what: string;
  readonly isOpen: boolean;
  readonly comments: readonly (CommentView & { readonly about: string; readonly href: string | undefined })[];
  readonly links: readonly Link[];
}

/** For whom a page is made, and which day it is there; nobody for a page as at another moment, where nothing can be done. */
interface Looking {
  readonly person: Person | undefined;
  readonly today: string;
}

/** What was shared with the organisation, newest first, with what the person may do about it. */
export const sharingsOf = (answer: AssessmentAnswer, looking: Looking): readonly ShownSharing[] =>
  answer.sharings.map((sharing) => shown(sharing, answer, looking)).reverse();

function shown(sharing: SharingView, answer: AssessmentAnswer, { person, today }: Looking): ShownSharing {
  const may = (permission: 'assessment.share' | 'assessment.comment'): boolean =>
    person !== undefined && mayNot(person, permission, placeOfAnswer(answer)) === undefined;
  const isOpen = sharing.closed === null && sharing.opensOn <= today && today <= sharing.closesOn;
  const at = (form: string, record: string): string => `/assessments/${answer.id}/${form}?record=${record}`;
  const ofOrganisation = isOpen && may('assessment.comment');
  const ofOffice = may('assessment.share') && (sharing.closed === null || sharing.closed.by === 'organisation');
  return {
    title: `Shared from ${dayInWords(sharing.opensOn)}`,
    standing: standingOf(sharing, today),
    what: whatIsIn(sharing, answer),
    isOpen,
    comments: sharing.comments.map((comment) => ({
      ...comment,
      about: comment.item === null ? 'All that was shared' : labelOf(comment.item, answer),
      href: comment.asksForAnAnswer && may('assessment.share') ? at('answer', comment.id) : undefined,
    })),
    links: [
      ...(ofOrganisation ? [{ text: 'Comment', href: at('comment', sharing.id) }] : []),
      ...(ofOrganisation
        ? [{ text: 'Nothing more to say: close the window early', href: at('sharing-closing', sharing.id) }]
        : []),
      ...(ofOffice ? [{ text: 'Take back what was shared', href: at('sharing-withdrawal', sharing.id) }] : []),
    ],
  };
}

function standingOf({ opensOn, closesOn, closed }: SharingView, today: string): string {
  if (closed !== null)
    return `${ENDS[closed.by] ?? 'Closed'} on ${dayInWords(closed.on)}${closed.reason ? `: ${closed.reason}` : '.'}`;
  if (today < opensOn) return `Comments are taken from ${dayInWords(opensOn)} until ${dayInWords(closesOn)}.`;
  if (today <= closesOn) return `Comments are taken until ${dayInWords(closesOn)}.`;
  return `The time to comment ended on ${dayInWords(closesOn)}.`;
}

const ENDS: Readonly<Record<string, string>> = {
  organisation: 'The organisation had nothing more to say, and closed the window',
  office: 'Taken back by the office',
  withdrawal: 'Ended with the assessment, which was opened in error,',
};

const labelOf = (item: string, { items }: AssessmentAnswer): string => items.find((one) => one.item === item)?.label ?? item;

function whatIsIn({ items, records }: SharingView, answer: AssessmentAnswer): string {
  const known: readonly RecordView[] = [...answer.meetings, ...answer.teleconferences];
  const notes = records.flatMap((id) => known.filter((record) => record.id === id).map(nameOfRecord));
  return [...items.map((item) => labelOf(item, answer)), ...notes].join('; ');
}

/** Why no stage can decide yet, in a sentence; undefined where the organisation keeps none waiting. */
export function waitsForTheOrganisation({ sharings }: AssessmentAnswer, today: string): string | undefined {
  const open = sharings.filter(({ closed, closesOn }) => closed === null && today <= closesOn);
  const last = open
    .map(({ closesOn }) => closesOn)
    .sort()
    .at(-1);
  if (last !== undefined) return `The organisation may comment until ${dayInWords(last)}. No stage can decide before.`;
  const waiting = sharings
    .filter(({ closed }) => closed?.by !== 'withdrawal')
    .flatMap(({ comments }) => comments.filter(({ asksForAnAnswer, answer }) => asksForAnAnswer && answer === null)).length;
  if (waiting === 0) return undefined;
  const comments =
    waiting === 1 ? 'One comment of the organisation waits' : `${String(waiting)} comments of the organisation wait`;
  return `${comments} for an answer. No stage can decide before.`;
}
