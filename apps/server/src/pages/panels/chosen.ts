import type { EntryForeseen } from '#moderation/queries.js';
import type { FormError } from '../forms/form-view.js';
import type { NewRecord } from '../forms/form-flow.js';
import type { Typed } from '../forms/typed.js';

/** An assessment chosen for a decision on many, with the revision it is judged at. */
export interface Chosen {
  readonly assessment: string;
  readonly judgedRevision: string;
}

/** Something a list lets choose. */
export interface Choosable extends Chosen {
  readonly organisation: string;
  readonly organisationName: string;
  /** What there is to know before it is chosen. */
  readonly notes: readonly string[];
  /** Whether it is chosen unless somebody says otherwise. */
  readonly isReady: boolean;
}

/** One out of those chosen that somebody looks at before it is decided on. */
export interface CaseToSettle extends Chosen {
  readonly organisation: string;
  readonly organisationName: string;
  /** What was recorded since it was read. */
  readonly news: readonly NewRecord[];
  /** Who of those present takes no part. */
  readonly apart: readonly string[];
  /** The revision as it stands. */
  readonly revision: string;
}

/** What a decision on many would come to, sorted by what is to be done about it. */
export interface Looked {
  /** Nothing stands in the way of these, and nobody is asked. */
  readonly plain: readonly Chosen[];
  /** Each is read again and accepted, or left out. */
  readonly toSettle: readonly CaseToSettle[];
  /** Left out whatever is said: a rule refuses them. */
  readonly refused: readonly { readonly name: string; readonly detail: string }[];
}

const VALUE = /^(?<assessment>\S{1,200}) (?<judgedRevision>\d{1,18})$/;

/** As a box on the form holds it. */
export const valueOf = ({ assessment, judgedRevision }: Chosen): string => `${assessment} ${judgedRevision}`;

/** Where what was said about one of them was typed. */
const fieldOf = (assessment: string): string => `cases/${assessment}`;
const LEFT_OUT = 'out';

/** Those that are chosen, each at the revision it was read at, or was read again at. */
export const chosenIn = (typed: Typed): readonly Chosen[] =>
  typed.all('chosen').flatMap((value) => {
    const { assessment, judgedRevision } = VALUE.exec(value)?.groups ?? {};
    if (assessment === undefined || judgedRevision === undefined) return [];
    return [{ assessment, judgedRevision: acceptedAt(typed, assessment) ?? judgedRevision }];
  });

/** The revision somebody read again and accepted. */
const acceptedAt = (typed: Typed, assessment: string): string | undefined =>
  /^accept (?<revision>\d{1,18})$/.exec(typed.raw(fieldOf(assessment)))?.groups?.['revision'];

const isLeftOut = (typed: Typed, assessment: string): boolean => typed.raw(fieldOf(assessment)) === LEFT_OUT;

/** Those that are decided on: without those left out, and those a rule refuses. */
export function decidedOn(typed: Typed, looked: Looked | undefined): readonly Chosen[] {
  if (looked === undefined || typed.text('_checked') === undefined) return chosenIn(typed);
  const settled = looked.toSettle.filter(({ assessment }) => !isLeftOut(typed, assessment));
  return [...looked.plain, ...settled].map(({ assessment, judgedRevision }) => ({ assessment, judgedRevision }));
}

/** Whether it was recorded on since it was read. */
export const isStale = ({ refused }: EntryForeseen): boolean => refused?.rule === 'judged-revision-is-stale';

/** What nobody has said yet of those that are to be settled. */
export function leftOpen(typed: Typed, looked: Looked | undefined): readonly FormError[] {
  if (looked === undefined) return [];
  const open = looked.toSettle.filter(
    ({ assessment, news }) => !isLeftOut(typed, assessment) && (news.length > 0 || acceptedAt(typed, assessment) === undefined),
  );
  if (open.length === 0 && decidedOn(typed, looked).length === 0)
    return [{ field: undefined, text: 'Every assessment is left out. Change an answer, or decide on each alone.' }];
  return open.map(({ assessment, organisationName }) => ({
    field: fieldOf(assessment),
    text: `Choose whether ${organisationName} is decided on or left out`,
  }));
}

/** Leads faults of the request back to the boxes. */
export function placeChosen(typed: Typed, list: string, chosen: readonly Chosen[]): readonly Chosen[] {
  typed.place(`/${list}`, 'chosen');
  chosen.forEach((_, index) => {
    for (const part of ['', '/assessment', '/outcome', '/judgedRevision'])
      typed.place(`/${list}/${String(index)}${part}`, 'chosen');
  });
  return chosen;
}

/** The boxes of the list: a box that was ticked stays what was read then. */
export function boxes(rows: readonly Choosable[], typed: Typed) {
  const before = new Map(typed.all('chosen').map((value) => [VALUE.exec(value)?.groups?.['assessment'], value] as const));
  return rows.map((row) => ({ ...row, value: before.get(row.assessment) ?? valueOf(row), isChosen: before.has(row.assessment) }));
}
