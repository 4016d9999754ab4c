import type { SurveyData } from './events.js';

/** Groups smaller than this are never shown: their answers could be laid at somebody's door. */
export const SMALLEST_GROUP = 5;

type Counted = SurveyData<'SurveyResponsesCounted'>;
type Answers = NonNullable<Counted['answers']>;

/** How many answered. */
export const baseOf = (answers: Answers): number => answers.reduce((sum, { count }) => sum + count, 0);

/** The counts as they may be kept: none of a group under five. */
export const keptAnswers = (answers: Answers): Answers | null => (baseOf(answers) < SMALLEST_GROUP ? null : answers);

/**
 * The counts as they may be shown. Where the whole is known and one group alone is suppressed, taking the others from the whole
 * would give it away, so the smallest of the others is held back with it.
 */
export function shownCounts(counted: readonly Counted[]): readonly Counted[] {
  const held = new Set(counted.map(({ question }) => question).flatMap((question) => alsoHeld(counted, question)));
  return counted.map((one) => (held.has(one) ? { ...one, answers: null } : one));
}

function alsoHeld(counted: readonly Counted[], question: string): readonly Counted[] {
  const ofQuestion = counted.filter((one) => one.question === question);
  const whole = ofQuestion.find(({ group }) => group === null);
  const groups = ofQuestion.filter(({ group }) => group !== null);
  const suppressed = groups.filter(({ answers }) => answers === null);
  if (whole?.answers == null || suppressed.length !== 1) return [];
  const shown = groups.flatMap((one) => (one.answers === null ? [] : [{ one, base: baseOf(one.answers) }]));
  return shown
    .sort((left, right) => left.base - right.base)
    .slice(0, 1)
    .map(({ one }) => one);
}
