import { type HandlersOf, whenLive } from './evolve-standing.js';
import { draftOf } from './sharing.js';
import type { ClosedSharing, LiveAssessment } from './state.js';

/** What was shared with the organisation, what it said of that, and what it was answered. */
export const evolveSharing: HandlersOf<
  'SharedWithOrganisation' | 'SharingClosed' | 'OrganisationCommented' | 'CommentAnswered' | 'MeetingReadBack'
> = {
  SharedWithOrganisation: whenLive((state, { revision: sharedRevision, ...data }, revision) => ({
    ...state,
    sharings: [
      ...state.sharings,
      { ...data, sharedRevision, revision, round: state.round, draft: draftOf(state), closed: undefined },
    ],
  })),
  SharingClosed: whenLive((state, { sharing, closedBy: by, reason, closedOn: on }, revision) =>
    closing(state, sharing, { by, reason, on, revision }),
  ),
  OrganisationCommented: whenLive((state, data, revision) => ({
    ...state,
    comments: [...state.comments, { ...data, revision, answer: undefined }],
  })),
  MeetingReadBack: whenLive((state, data, revision) => ({ ...state, readBacks: [...state.readBacks, { ...data, revision }] })),
  CommentAnswered: whenLive((state, data, revision) => ({
    ...state,
    comments: state.comments.map((comment) =>
      comment.comment === data.comment ? { ...comment, answer: { ...data, revision } } : comment,
    ),
  })),
};

const closing = (state: LiveAssessment, sharing: string, closed: ClosedSharing): LiveAssessment => ({
  ...state,
  sharings: state.sharings.map((each) => (each.sharing === sharing ? { ...each, closed } : each)),
});
