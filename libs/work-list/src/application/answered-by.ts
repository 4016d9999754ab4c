/** Which read models the work list is answered by, for callers that wait for what they recorded. */
export const workAnsweredBy: readonly string[] = [
  ...['work-list', 'sharings', 'assessments'],
  ...['self-assessments', 'panels', 'letters', 'scorecards'],
];
