import { GrowingList, GrowingMap } from '#kernel/growing.js';
import type { AssessmentEvent, AssessmentEventOf } from './events.js';
import {
  type Assessment,
  type AssessmentCase,
  type HeadlineFacts,
  isLive,
  type LiveAssessment,
  type ReopeningRequest,
  type Sharing,
} from './state.js';

export type Handler<Type extends AssessmentEvent['type']> = (
  state: Assessment,
  data: AssessmentEventOf<Type>['data'],
  revision: bigint,
) => Assessment;
export type HandlersOf<Types extends AssessmentEvent['type']> = { readonly [Type in Types]: Handler<Type> };

/** A handler for live work: what is not live is left alone. */
export const whenLive =
  <Type extends AssessmentEvent['type']>(
    handle: (state: LiveAssessment, data: AssessmentEventOf<Type>['data'], revision: bigint) => Assessment,
  ): Handler<Type> =>
  (state, data, revision) =>
    isLive(state) ? handle(state, data, revision) : state;

export const NO_HEADLINE: HeadlineFacts = { computed: null, override: null, result: null };

/** Opening, planning, transfer, publication and withdrawal: where the assessment as a whole stands. */
export const evolveStanding: HandlersOf<
  | 'AssessmentOpened'
  | 'CheckpointPlanned'
  | 'CheckpointMoved'
  | 'CheckpointNotHeld'
  | 'AssessmentWithdrawn'
  | 'AssessmentTransferred'
  | 'FrameworkVersionApplied'
  | 'ReopeningRequested'
  | 'Reopened'
  | 'ReopeningRefused'
> = {
  AssessmentOpened: (state, data, revision) => (state.status === 'transcribed' ? state : openedAnew(state, data, revision)),
  CheckpointPlanned: whenLive((state, { plannedFor }) => ({ ...state, checkpoint: { ...state.checkpoint, plannedFor } })),
  CheckpointMoved: whenLive((state, { to }) => ({ ...state, checkpoint: { ...state.checkpoint, plannedFor: to } })),
  CheckpointNotHeld: whenLive((state, notHeld) => ({ ...state, checkpoint: { ...state.checkpoint, notHeld } })),
  AssessmentWithdrawn: whenLive((state, data, revision) => ({
    ...state,
    status: 'withdrawn',
    stageDue: undefined,
    withdrawal: { ...data, revision },
    sharings: endedByWithdrawal(state.sharings, data, revision),
  })),
  AssessmentTransferred: whenLive((state, data, revision) => ({
    ...state,
    office: data.to.office,
    region: data.to.region,
    transfers: [...state.transfers, { ...data, revision }],
  })),
  FrameworkVersionApplied: whenLive((state, { terms, computed, headline }) => ({ ...state, terms, computed, headline })),
  ReopeningRequested: whenLive((state, data, revision) => ({
    ...state,
    reopeningRequests: [...state.reopeningRequests, { ...data, revision, settled: undefined }],
  })),
  ReopeningRefused: whenLive((state, { request, reason, refusedBy: by, refusedOn: on }) => ({
    ...state,
    reopeningRequests: settling(state, request, { outcome: 'refused', by, on, reason }),
  })),
  Reopened: whenLive((state, { request, round, items, approvedBy: by, reopenedOn: on }) => ({
    ...state,
    status: 'open',
    stageDue: undefined,
    round,
    reopened: new Set(items),
    reopeningRequests: settling(state, request, { outcome: 'approved', by, on, reason: undefined }),
  })),
};

const settling = (
  { reopeningRequests }: LiveAssessment,
  id: string,
  settled: NonNullable<ReopeningRequest['settled']>,
): readonly ReopeningRequest[] => reopeningRequests.map((each) => (each.request === id ? { ...each, settled } : each));

/** Nothing of what was opened in error stays shared. */
const endedByWithdrawal = (
  sharings: readonly Sharing[],
  { reason, withdrawnOn: on }: AssessmentEventOf<'AssessmentWithdrawn'>['data'],
  revision: bigint,
): readonly Sharing[] => sharings.map((sharing) => ({ ...sharing, closed: { by: 'withdrawal', reason, on, revision } }));

type Kept = Pick<
  AssessmentCase,
  | 'records'
  | 'ladder'
  | 'judges'
  | 'log'
  | 'sharings'
  | 'comments'
  | 'readBacks'
  | 'publications'
  | 'publicationWithdrawals'
  | 'reopeningRequests'
  | 'transfers'
>;

/**
 * A first opening, or one after a withdrawal. A new opening rates from nothing; what was recorded, and who judged, stays:
 * meetings happened, and four eyes bind across rounds.
 */
function openedAnew(
  state: Exclude<Assessment, { status: 'transcribed' }>,
  data: AssessmentEventOf<'AssessmentOpened'>['data'],
  revision: bigint,
): Assessment {
  const { organisation, office, region, period, terms, openedOn, round } = data;
  const before = isLive(state) ? state : undefined;
  return {
    status: 'open',
    stageDue: undefined,
    ...{ organisation, office, region, period, terms, openedOn, round },
    revision,
    openedAt: revision,
    checkpoint: { plannedFor: undefined, notHeld: undefined },
    ratings: new Map(),
    reopened: 'all',
    submission: undefined,
    recall: undefined,
    computed: [],
    headline: NO_HEADLINE,
    materialRevision: before?.materialRevision ?? revision,
    ...keptAcrossOpenings(before),
  };
}

const NOTHING_YET: Kept = {
  records: GrowingMap.empty(),
  ladder: [],
  judges: new Map(),
  log: GrowingList.empty(),
  sharings: [],
  comments: [],
  readBacks: [],
  publications: [],
  publicationWithdrawals: [],
  reopeningRequests: [],
  transfers: [],
};

function keptAcrossOpenings(before: LiveAssessment | undefined): Kept {
  const { records, ladder, judges, log, sharings, comments, readBacks, reopeningRequests, transfers } = before ?? NOTHING_YET;
  const { publications, publicationWithdrawals } = before ?? NOTHING_YET;
  return {
    records,
    ladder,
    judges,
    log,
    sharings,
    comments,
    readBacks,
    publications,
    publicationWithdrawals,
    reopeningRequests,
    transfers,
  };
}
