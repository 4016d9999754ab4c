import type { AssessmentAnswer } from '#assessment/queries.js';
import { hasDashboards } from './indicators.js';

/** Something that comes to the judgement beside the ratings: whether it is there. It keeps nobody from submitting. */
export interface InputLine {
  readonly text: string;
  /** What is there and what is not, in words. */
  readonly standing: string;
  readonly isThere: boolean;
  /** The form that records it; the last part of its address. */
  readonly path: string | undefined;
}

const LIVE: readonly string[] = ['open', 'in-moderation', 'moderated', 'confirmed', 'published'];

/** What the framework expects beside the ratings, and how far it is there. Nothing for an assessment nobody works on. */
export function inputsOf(answer: AssessmentAnswer): readonly InputLine[] {
  if (!LIVE.includes(answer.status)) return [];
  return [...figures(answer), ...decidedElsewhere(answer), evidence(answer)];
}

function figures(answer: AssessmentAnswer): readonly InputLine[] {
  const { indicators, unlistedIndicators } = answer;
  const recorded = new Set(
    answer.indicatorValues.filter(({ withdrawn }) => withdrawn === null).map(({ fields }) => String(fields['indicator'])),
  );
  if (hasDashboards(answer))
    return [
      {
        ...{ text: 'Delivery dashboard', path: 'indicators', isThere: recorded.size > 0 },
        standing: recorded.size === 0 ? 'Not recorded yet' : counted(recorded.size, 'metric'),
      },
    ];
  if (indicators.length === 0 && unlistedIndicators === null) return [];
  const missing = indicators.filter(({ indicator }) => !recorded.has(indicator)).map(({ indicator }) => indicator);
  const parts = [
    counted(recorded.size, 'indicator'),
    ...(missing.length === 0 || recorded.size === 0 ? [] : [`not yet ${missing.join(', ')}`]),
  ];
  return [
    {
      ...{ text: 'Indicator values', path: 'indicators', isThere: recorded.size > 0 && missing.length === 0 },
      standing: recorded.size === 0 ? 'Not recorded yet' : parts.join('; '),
    },
  ];
}

function decidedElsewhere({ items }: AssessmentAnswer): readonly InputLine[] {
  const given = items.filter(({ how }) => how === 'given');
  if (given.length === 0) return [];
  const missing = given.filter(({ rating }) => rating === null).map(({ label }) => label);
  const there = given.length - missing.length;
  const waiting = given.filter((item) => item.given?.publishedOn === null).length;
  const parts = [
    `${String(there)} of ${String(given.length)} given`,
    ...(missing.length === 0 || there === 0 ? [] : [`not yet ${missing.join(', ')}`]),
    ...(waiting === 0 ? [] : [`${String(waiting)} not published`]),
  ];
  const [text, path] = ['Ratings decided elsewhere', 'given-rating'];
  return [{ text, path, isThere: missing.length === 0, standing: there === 0 ? 'None given yet' : parts.join('; ') }];
}

function evidence(answer: AssessmentAnswer): InputLine {
  const standing = answer.evidence.filter(({ withdrawn }) => withdrawn === null).length;
  return {
    ...{ text: 'Evidence', path: 'evidence', isThere: standing > 0 },
    standing: standing === 0 ? 'None attached' : `${counted(standing, 'piece')} attached`,
  };
}

const counted = (number: number, one: string): string => `${String(number)} ${one}${number === 1 ? '' : 's'}`;
