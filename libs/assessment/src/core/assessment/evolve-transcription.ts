import type { AssessmentEventOf } from './events.js';
import type { HandlersOf } from './evolve-standing.js';
import type { Assessment, TranscribedFact } from './state.js';

/** Facts copied from published sources, in a stream that holds nothing else. */
export const evolveTranscription: HandlersOf<
  'TranscriptionStarted' | 'RatingTranscribed' | 'TranscriptionCorrected' | 'RatingRestated'
> = {
  TranscriptionStarted: (state, data) =>
    state.status === 'not-opened' ? { ...data, status: 'transcribed', revision: state.revision, facts: new Map() } : state,
  RatingTranscribed: (state, data, revision) => keeping(state, { ...factOf(data, revision), restatedOn: undefined }),
  RatingRestated: (state, { scale, ...data }, revision) => keeping(state, { ...factOf(data, revision), restatedOn: scale }),
  TranscriptionCorrected: (state, data, revision) => {
    if (state.status !== 'transcribed') return state;
    const fact = state.facts.get(data.fact);
    if (fact === undefined) return state;
    const { rating, label, publishedOn } = data;
    return keeping(state, { ...fact, rating, label, publishedOn, corrections: [...fact.corrections, { ...data, revision }] });
  },
};

function keeping(state: Assessment, fact: TranscribedFact): Assessment {
  return state.status === 'transcribed' ? { ...state, facts: new Map(state.facts).set(fact.fact, fact) } : state;
}

function factOf(data: AssessmentEventOf<'RatingTranscribed'>['data'], revision: bigint): Omit<TranscribedFact, 'restatedOn'> {
  const { rating, label, publishedOn } = data;
  return { ...data, revision, original: { rating, label, publishedOn }, corrections: [] };
}
