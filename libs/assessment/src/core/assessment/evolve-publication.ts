import { type HandlersOf, whenLive } from './evolve-standing.js';
import { standingPublication } from './selectors.js';
import { draftOf } from './sharing.js';
import type { Draft, LiveAssessment, Publication } from './state.js';

/** What stands in public. The work goes on beside it: a reopened assessment stays open while its published ratings stand. */
export const evolvePublication: HandlersOf<'Published' | 'PublicationWithdrawn'> = {
  Published: whenLive((state, data, revision) => {
    const round = data.entry?.round ?? state.round;
    const isAsItStands = round === state.round && isFinal(state);
    const draft = isAsItStands ? draftOf(state) : earlierDraft(state, round);
    const next = { ...state, publications: [...state.publications, { ...data, round, draft, revision } satisfies Publication] };
    return isAsItStands ? { ...next, status: 'published', stageDue: undefined } : next;
  }),
  PublicationWithdrawn: whenLive((state, data, revision) => {
    const next = { ...state, publicationWithdrawals: [...state.publicationWithdrawals, { ...data, revision }] };
    if (state.status !== 'published' || standingPublication(next) !== undefined) return next;
    return { ...next, status: wasConfirmed(state) ? 'confirmed' : 'moderated', stageDue: undefined };
  }),
};

/** Of a round that is over: as it was when it was published before, where it was. */
const earlierDraft = (state: LiveAssessment, round: number): Draft =>
  state.publications.findLast((publication) => publication.round === round)?.draft ?? draftOf(state);

const isFinal = ({ status }: LiveAssessment): boolean =>
  status === 'moderated' || status === 'confirmed' || status === 'published';
const wasConfirmed = ({ ladder }: LiveAssessment): boolean => ladder.at(-1)?.kind === 'confirmed';
