import type { MarkName } from './mark-names.js';

/** What a mark on a paper says, as people read it, and which thresholds of the panel it goes by. */
export interface MarkEntry {
  readonly title: string;
  readonly sentence: string;
  readonly thresholds: readonly string[];
}

/** Every mark there is, in the order shown. The functions that find them stand in `marks.ts`; `docs/rules.md` is made of this. */
export const markBook: Readonly<Record<MarkName, MarkEntry>> = {
  'changed-since-last-round': {
    title: 'Changed since the last round',
    sentence:
      'It came back after a return or a reopening: the ratings that are others than the round before left them, or that none is.',
    thresholds: [],
  },
  borderline: {
    title: 'Borderline',
    sentence:
      'One item rated better by `borderlineSteps` would lift the headline that the rule computes; or the last call flagged an item at risk.',
    thresholds: ['borderlineSteps'],
  },
  outlying: {
    title: 'Outlying',
    sentence:
      'An item stands `outlyingSteps` or more from the middle rating of all that are rated on it in the panel’s area, if at least `outlyingAmong` are.',
    thresholds: ['outlyingSteps', 'outlyingAmong'],
  },
  disagreed: { title: 'Disagreed', sentence: 'The organisation disagrees with a rating, or with the draft.', thresholds: [] },
  commented: { title: 'Commented', sentence: 'The organisation has commented on the draft.', thresholds: [] },
};
