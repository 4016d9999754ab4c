/**
 * Which read models answer a question, for callers that wait for what they recorded. Who may see a draft is told by the list of
 * assessments as it is now, so that one answers with each of them.
 */
export const answeredBy = {
  grid: ['domain-status', 'assessments'],
  ratingHistory: ['rating-history', 'assessments'],
  sharings: ['sharings', 'assessments'],
  workList: ['work-list', 'sharings', 'assessments'],
} as const;
