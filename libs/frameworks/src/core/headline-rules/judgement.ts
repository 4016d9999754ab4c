import type { RuleOutcome } from './outcome.js';

/** No rule computes it: people judge, with the other ratings before them. */
export const judgement = (): RuleOutcome => ({ kind: 'judgement' });
