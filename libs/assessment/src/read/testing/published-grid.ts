import type { AssessmentEvent } from '../../core/assessment/events.js';
import { idOf, openingOf, type RecordedHistory } from './recorded-history.js';

const S = 'assured-with-support';
const A = 'assured';

/** NHS Dorset CCG, 2014-15, as it published it: per domain the four quarters. Source: NHS Dorset CCG, CCG Assurance page. */
export const DORSET_2014_15: Readonly<Record<string, readonly [string, string, string, string]>> = {
  'domain-1': [S, A, A, A],
  'domain-2': [S, A, A, A],
  'domain-3': [S, S, S, S],
  'domain-4': [S, A, A, A],
  'domain-5': [A, A, A, S],
  'domain-6': [S, A, A, A],
};
export const DORSET_SOURCE = 'NHS Dorset CCG: CCG Assurance page';
export const FRAMEWORK = 'ccg-assurance-2013-15';

/** A fact copied from a source that gives no date. */
export const transcribed = (
  name: string,
  item: string,
  rating: string,
  more: { publishedOn?: string; source?: string; evidence?: 'published' | 'inferred' } = {},
): AssessmentEvent => ({
  type: 'RatingTranscribed',
  data: {
    fact: idOf(name),
    item,
    rating,
    label: rating === S ? 'Assured with Support' : 'Assured',
    publishedOn: more.publishedOn ?? null,
    evidence: more.evidence ?? 'published',
    source: more.source ?? DORSET_SOURCE,
  },
});

/** Records what Dorset published for 2014-15: the 6 by 4 grid, and the year's headline. Answers the last position. */
export async function recordDorset(history: RecordedHistory): Promise<bigint> {
  for (const [index, quarter] of ['q1', 'q2', 'q3', 'q4'].entries()) {
    const period = `2014-15-${quarter}`;
    const facts = Object.entries(DORSET_2014_15).map(([item, ratings]) =>
      transcribed(`${item} ${period}`, item, ratings[index] ?? '', {}),
    );
    await history.record(`11J.${FRAMEWORK}.${period}`, [
      { type: 'TranscriptionStarted', data: openingOf(FRAMEWORK, period) },
      ...facts,
    ]);
  }
  return history.record(`11J.${FRAMEWORK}.2014-15-year`, [
    { type: 'TranscriptionStarted', data: openingOf(FRAMEWORK, '2014-15-year') },
    transcribed('year', 'headline', S),
  ]);
}
