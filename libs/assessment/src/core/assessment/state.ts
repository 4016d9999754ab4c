import type { BusinessDate } from '#kernel/business-date.js';
import type { GrowingList, GrowingMap } from '#kernel/growing.js';
import type { AssessmentEvent, AssessmentEventOf } from './events.js';
import type { FrameworkTerms, Stage } from './framework-terms.js';

type DataOf<Type extends AssessmentEvent['type']> = AssessmentEventOf<Type>['data'];

/** Where a rating was set or a person judged: the assessor's desk, or a stage of the ladder. */
export type JudgingStage = 'assessor' | Stage;

/** An item's rating as it stands. */
export interface ItemRating {
  readonly item: string;
  readonly rating: string;
  readonly previous: string | null;
  readonly reason: string | undefined;
  readonly decidedOn: BusinessDate;
  /** Whose judgement this rating is: the proposer's, or those who decided at the stage that changed it. */
  readonly decidedBy: readonly string[];
  readonly organisationView: DataOf<'RatingProposed'>['organisationView'];
  readonly evidence: DataOf<'RatingProposed'>['evidence'];
  readonly copiedFrom: string | undefined;
  /** The stage that last set it. */
  readonly stage: JudgingStage;
  readonly round: number;
  /** The revision of the event that last set it. */
  readonly revision: bigint;
}

/** What a rule computed, as an event recorded it. */
export type ComputedFact = DataOf<'SubmittedForModeration'>['computed'][number];
/** What the rule computed, what a person put in its place and why, and what resulted. */
export type HeadlineFacts = DataOf<'SubmittedForModeration'>['headline'];

/** One correction of a record; what stood before is read from the record when the correction is folded in. */
export interface Correction {
  readonly revision: bigint;
  readonly reason: string;
  readonly correctedOn: BusinessDate;
  readonly fields: readonly { readonly field: string; readonly before: unknown; readonly value: string | boolean }[];
}

interface Kept<Kind extends string, Fields> {
  readonly kind: Kind;
  readonly id: string;
  /** The revision of the event that recorded it. */
  readonly revision: bigint;
  /** As it stands, corrections applied. */
  readonly fields: Fields;
  /** As first recorded. */
  readonly original: Fields;
  readonly corrections: readonly Correction[];
  readonly withdrawn: { readonly reason: string; readonly withdrawnOn: BusinessDate; readonly revision: bigint } | undefined;
}

export type MeetingRecord = Kept<'meeting', DataOf<'CheckpointMeetingHeld'>>;
export type CallRecord = Kept<'call', DataOf<'TeleconferenceHeld'>>;
export type EvidenceRecord = Kept<'evidence', DataOf<'EvidenceAttached'>>;
/** What is known of an indicator; of one indicator there may be several, each with its period and source. */
export type IndicatorValueRecord = Kept<'indicator-value', DataOf<'IndicatorValueRecorded'>>;
/** A rating decided elsewhere; of one item there may be several, the last of which stands. */
export type GivenRatingRecord = Kept<
  'given-rating',
  DataOf<'GivenRatingRecorded'> & Partial<Pick<DataOf<'GivenRatingPublished'>, 'publishedOn' | 'publishedIn'>>
>;
export interface ActionRecord extends Kept<'action', DataOf<'ActionAgreed'>> {
  readonly progress: readonly { readonly note: string; readonly progressedOn: BusinessDate; readonly revision: bigint }[];
  readonly reschedules: readonly {
    readonly from: BusinessDate;
    readonly to: BusinessDate;
    readonly reason: string;
    readonly decidedOn: BusinessDate;
    readonly revision: bigint;
  }[];
  /** The due day last noted as reached; the action may have been put off since. */
  readonly fellDue: { readonly due: BusinessDate; readonly fellDueOn: BusinessDate; readonly revision: bigint } | undefined;
  /** The organisation that took in this one, and with it the action; the last, should the record of the merger be corrected. */
  readonly passedOn: { readonly to: string; readonly mergedOn: BusinessDate; readonly revision: bigint } | undefined;
  readonly completed:
    { readonly completedOn: BusinessDate; readonly note: string | undefined; readonly revision: bigint } | undefined;
}
/** What came of one month of a trajectory, as told last. */
export interface TrajectoryValue {
  readonly month: string;
  readonly actual: string;
  readonly source: string | undefined;
  /** Why it was told otherwise than before. */
  readonly reason: string | undefined;
  readonly receivedOn: BusinessDate;
  readonly revision: bigint;
}
/** How a measure is to go, and how it went. */
export interface TrajectoryRecord extends Kept<'trajectory', DataOf<'TrajectoryAgreed'>> {
  /** The plan as it stands: as agreed, or as revised last. */
  readonly plan: DataOf<'TrajectoryAgreed'>['months'];
  readonly revisions: readonly At<'TrajectoryRevised'>[];
  /** Everything told, oldest first: of a month told twice, the last stands. */
  readonly values: readonly TrajectoryValue[];
}
/** That a Health and Wellbeing Board was consulted, and what it said. */
export type ConsultationRecord = Kept<'consultation', DataOf<'BoardConsulted'>>;
/** Whatever can be corrected or withdrawn by its id. */
export type KeptRecord =
  | MeetingRecord
  | CallRecord
  | EvidenceRecord
  | ActionRecord
  | IndicatorValueRecord
  | GivenRatingRecord
  | TrajectoryRecord
  | ConsultationRecord;

/** One event of the stream, as far as later decisions must know of it. */
export interface LoggedEvent {
  readonly revision: bigint;
  readonly type: AssessmentEvent['type'];
  /** Whether a decision that had not seen it would be stale. */
  readonly material: boolean;
  /** The items it is about; empty when about none in particular. */
  readonly items: readonly string[];
  /** The items whose rating, or whose turn to be rated, it changed. */
  readonly changes: readonly string[];
}

type At<Type extends AssessmentEvent['type']> = DataOf<Type> & { readonly revision: bigint };

/** A judgement on the ladder, or the record that a stage sat not. */
export type LadderEntry =
  | (At<'StageDecided'> & { readonly kind: 'decided' })
  | (At<'StageNotHeld'> & { readonly kind: 'not-held' })
  | (At<'RatingsConfirmed'> & { readonly kind: 'confirmed' })
  | (At<'ConfirmationReturned'> & { readonly kind: 'confirmation-returned' });

/** What of an assessment somebody outside it may be shown: how its items stood, as it was when they were shared or published. */
export type Draft = Pick<AssessmentCase, 'office' | 'region' | 'terms' | 'openedAt' | 'ratings' | 'headline' | 'records'>;

/** A draft shared with the organisation, with the window in which it may comment. */
export interface Sharing extends Omit<At<'SharedWithOrganisation'>, 'revision'> {
  /** The revision of the event that recorded it. */
  readonly revision: bigint;
  /** The revision that was shared. Nothing material came between, so `draft` stands as it did there. */
  readonly sharedRevision: string;
  readonly draft: Draft;
  readonly round: number;
  readonly closed: ClosedSharing | undefined;
}

/** How a sharing ended before its window did; a withdrawal ends it because there is no assessment any more. */
export interface ClosedSharing {
  readonly by: DataOf<'SharingClosed'>['closedBy'] | 'withdrawal';
  readonly reason: string | undefined;
  readonly on: BusinessDate;
  readonly revision: bigint;
}

/** What the organisation said of a draft, with the office's latest answer. */
export type Comment = At<'OrganisationCommented'> & { readonly answer: At<'CommentAnswered'> | undefined };

/**
 * What was published of which round, with how the assessment stood for it. It is recorded after the instant that made it public: where
 * the assessment was reopened by then, the ratings are those of the entry and not the draft's.
 */
export type Publication = At<'Published'> & { readonly round: number; readonly draft: Draft };
/** What somebody said of the note of a meeting or call. */
export type ReadBack = At<'MeetingReadBack'>;

/** Somebody's wish to reopen final ratings, and what came of it; undefined while nobody else has said. */
export type ReopeningRequest = At<'ReopeningRequested'> & {
  readonly settled:
    | {
        readonly outcome: 'approved' | 'refused';
        readonly by: string;
        readonly on: BusinessDate;
        readonly reason: string | undefined;
      }
    | undefined;
};

/** What every assessment worked on here has, whatever its status. */
export interface AssessmentCase {
  /** The last event's revision, dense from 0. */
  readonly revision: bigint;
  readonly round: number;
  /** The stage that judges next; undefined while the assessor is at work and once the ladder is done. */
  readonly stageDue: Stage | undefined;
  readonly organisation: DataOf<'AssessmentOpened'>['organisation'];
  readonly office: DataOf<'AssessmentOpened'>['office'];
  readonly region: DataOf<'AssessmentOpened'>['region'];
  readonly period: string;
  readonly terms: FrameworkTerms;
  readonly openedOn: BusinessDate;
  /** The revision of the opening: anew after a withdrawal, ratings start from nothing. */
  readonly openedAt: bigint;
  readonly checkpoint: {
    readonly plannedFor: BusinessDate | undefined;
    readonly notHeld: DataOf<'CheckpointNotHeld'> | undefined;
  };
  /** Meetings, calls, actions, evidence, indicator values and given ratings by id, in the order recorded. */
  readonly records: GrowingMap<string, KeptRecord>;
  /** By item; an item not yet rated has no entry. */
  readonly ratings: ReadonlyMap<string, ItemRating>;
  /** The items that may be rated in this round: all in the first, in a returned round those named. */
  readonly reopened: 'all' | ReadonlySet<string>;
  /** The last submission; of this round unless its `round` says otherwise. */
  readonly submission: At<'SubmittedForModeration'> | undefined;
  readonly recall: At<'SubmissionRecalled'> | undefined;
  /** Every round's decisions in order. */
  readonly ladder: readonly LadderEntry[];
  /** As the last submission or decision recorded them; `judgementAsItStands` works them out for now. */
  readonly computed: readonly ComputedFact[];
  readonly headline: HeadlineFacts;
  /** Who has judged, and at which stage: in any round, for ever (four eyes). */
  readonly judges: ReadonlyMap<string, JudgingStage>;
  /** The revision a decision must have seen, or a later one. */
  readonly materialRevision: bigint;
  readonly log: GrowingList<LoggedEvent>;
  /** In the order recorded. */
  readonly sharings: readonly Sharing[];
  readonly comments: readonly Comment[];
  readonly publications: readonly Publication[];
  readonly publicationWithdrawals: readonly At<'PublicationWithdrawn'>[];
  /** What was said of the notes of meetings and calls, in the order said: of one reader the last of a note stands. */
  readonly readBacks: readonly ReadBack[];
  readonly reopeningRequests: readonly ReopeningRequest[];
  readonly transfers: readonly At<'AssessmentTransferred'>[];
}

export interface NotOpened {
  readonly status: 'not-opened';
  readonly revision: bigint;
}
export interface Open extends AssessmentCase {
  readonly status: 'open';
}
export interface InModeration extends AssessmentCase {
  readonly status: 'in-moderation';
  readonly stageDue: Stage;
}
export interface Moderated extends AssessmentCase {
  readonly status: 'moderated';
  /** The committee, where the pack has it for this cadence and it was not skipped; else only publication is left. */
  readonly stageDue: 'confirmation' | undefined;
}
export interface Confirmed extends AssessmentCase {
  readonly status: 'confirmed';
}
export interface PublishedAssessment extends AssessmentCase {
  readonly status: 'published';
}
export interface Withdrawn extends AssessmentCase {
  readonly status: 'withdrawn';
  readonly withdrawal: At<'AssessmentWithdrawn'>;
}

/** A fact copied from a published source, with whatever was corrected of the copy. */
export interface TranscribedFact {
  readonly fact: string;
  readonly item: string;
  /** The scale's id when the fact restates a rating on another scale than the item's own. */
  readonly restatedOn: string | undefined;
  readonly rating: string;
  readonly label: string | null;
  readonly publishedOn: BusinessDate | null;
  readonly evidence: DataOf<'RatingTranscribed'>['evidence'];
  readonly source: string;
  readonly revision: bigint;
  readonly original: Pick<TranscribedFact, 'rating' | 'label' | 'publishedOn'>;
  readonly corrections: readonly At<'TranscriptionCorrected'>[];
}
export interface Transcribed extends Pick<
  AssessmentCase,
  'revision' | 'organisation' | 'office' | 'region' | 'period' | 'terms'
> {
  readonly status: 'transcribed';
  /** By fact id: the same item from two sources is two facts. */
  readonly facts: ReadonlyMap<string, TranscribedFact>;
}

/** An assessment worked on here, as opposed to one copied from published sources. */
export type LiveAssessment = Open | InModeration | Moderated | Confirmed | PublishedAssessment | Withdrawn;
export type Assessment = NotOpened | LiveAssessment | Transcribed;
export type AssessmentStatus = Assessment['status'];

export const initialState: Assessment = { status: 'not-opened', revision: -1n };

/** Whether work of this product's own stands in the stream. */
export const isLive = (state: Assessment): state is LiveAssessment =>
  state.status !== 'not-opened' && state.status !== 'transcribed';

/** The stage that judges next, if one does. */
export const stageDue = (state: Assessment): Stage | undefined => (isLive(state) ? state.stageDue : undefined);

/** What came of a month, as told last. */
export const valueOfMonth = ({ values }: TrajectoryRecord, month: string): TrajectoryValue | undefined =>
  values.findLast((value) => value.month === month);
