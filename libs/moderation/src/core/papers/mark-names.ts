/** Why the papers of a sitting point an assessment out, in the order they are shown. */
export const MARKS = ['changed-since-last-round', 'borderline', 'outlying', 'disagreed', 'commented'] as const;
export type MarkName = (typeof MARKS)[number];
