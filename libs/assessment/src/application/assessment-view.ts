import type { BusinessDate } from '#kernel/business-date.js';
import type { IndicatorField } from '../core/assessment/indicator-fields.js';
import type { HeadlineFacts, KeptRecord } from '../core/assessment/state.js';

/** An item as it stands; `rating` is null while there is none. */
export interface ItemView {
  readonly item: string;
  readonly label: string;
  readonly kind: string;
  readonly how: 'by-hand' | 'computed' | 'given';
  readonly rating: string | null;
  readonly ratingLabel: string | null;
  readonly previous: string | null;
  readonly reason: string | null;
  readonly decidedOn: BusinessDate | null;
  readonly decidedBy: readonly string[];
  readonly stage: string | null;
  readonly organisationView: string | null;
  /** Whether the assessor may rate it in this round. */
  readonly reopened: boolean;
  /** Set for what a rule computed: the rule's certainty and its result in words. */
  readonly certainty: string | null;
  readonly explanation: string | null;
  /** The source of a transcribed fact or of a given rating; null for what was rated here. */
  readonly source: string | null;
  /** Of a rating decided elsewhere: who gave it, and when it was published by itself. */
  readonly given: GivenView | null;
  /** Of an assessment copied from published sources: what else they state of the item. Absent where nothing is. */
  readonly alsoStated?: readonly StatedElsewhere[];
}

/** A further fact of a source about an item. */
export interface StatedElsewhere {
  readonly rating: string;
  readonly label: string;
  /** The scale it was restated on; null where it is the item's own. */
  readonly scale: string | null;
  readonly source: string;
  readonly publishedOn: BusinessDate | null;
}

/** The origin of a rating that was decided elsewhere. */
export interface GivenView {
  readonly record: string;
  readonly body: string;
  readonly role: string;
  readonly publishedOn: BusinessDate | null;
  readonly publishedIn: string | null;
}

/** An action as its assessment holds it. */
export interface ActionView {
  readonly id: string;
  readonly item: string | null;
  readonly description: string;
  readonly owner: string;
  readonly due: BusinessDate;
  readonly agreedOn: BusinessDate;
  /** The day it fell due, if it did; null again once it has a new due day. */
  readonly fellDueOn: BusinessDate | null;
  /** The organisation that took in this one on that day, and the action with it. */
  readonly passedOn: { readonly to: string; readonly mergedOn: BusinessDate } | null;
  readonly status: 'open' | 'completed' | 'withdrawn';
  readonly completedOn: BusinessDate | null;
  readonly progress: readonly { readonly note: string; readonly progressedOn: BusinessDate }[];
}

/** How a measure is to go and how it went, month by month. Numbers are as written, every digit kept. */
export interface TrajectoryView {
  readonly id: string;
  readonly item: string | null;
  readonly measure: string;
  readonly unit: string | null;
  readonly better: 'higher' | 'lower';
  readonly agreedOn: BusinessDate;
  /** The meeting or call it was agreed at. */
  readonly record: string | null;
  readonly months: readonly TrajectoryMonth[];
  readonly revisions: readonly { readonly reason: string; readonly decidedOn: BusinessDate }[];
  readonly withdrawn: { readonly reason: string; readonly withdrawnOn: BusinessDate } | null;
}

export interface TrajectoryMonth {
  /** `YYYY-MM`. */
  readonly month: string;
  /** Null for a month that a revision took off the plan. */
  readonly planned: string | null;
  readonly actual: string | null;
  /** Whether what came is as good as planned, or better; null while nothing has come. */
  readonly onTrack: boolean | null;
  readonly source: string | null;
  readonly reason: string | null;
}

/** A comment of the organisation, with the office's latest answer. */
export interface CommentView {
  readonly id: string;
  readonly sharing: string;
  /** Null: on all that was shared. */
  readonly item: string | null;
  readonly view: 'agrees' | 'disagrees' | 'not-stated';
  readonly text: string | null;
  readonly commentedOn: BusinessDate;
  /** Plain agreement asks for none. */
  readonly asksForAnAnswer: boolean;
  readonly answer: { readonly answer: string; readonly answeredOn: BusinessDate } | null;
}

/** A draft shared with the organisation: which items, at which revision, and how long it may comment. */
export interface SharingView {
  readonly id: string;
  readonly revision: string;
  readonly items: readonly string[];
  /** The meetings and calls whose notes were shared. */
  readonly records: readonly string[];
  readonly opensOn: BusinessDate;
  /** The last day. */
  readonly closesOn: BusinessDate;
  /** Where it ended early. */
  readonly closed: { readonly by: string; readonly reason: string | null; readonly on: BusinessDate } | null;
  readonly comments: readonly CommentView[];
}

/** Where it stands in public, and since when. */
export interface PublicationView {
  readonly edition: string;
  readonly publishedAt: string;
  readonly publishedOn: BusinessDate;
  /** The round that was published; an earlier one where it was reopened since. */
  readonly round: number;
}

/** What somebody who was there, or the organisation, says of the note of a meeting or call. */
export interface ReadBackView {
  readonly id: string;
  readonly record: string;
  readonly by: 'attendee' | 'organisation';
  /** The id of the person. */
  readonly readBy: string;
  readonly view: 'agrees' | 'sees-differently';
  readonly text: string | null;
  readonly readBackOn: BusinessDate;
}

/** A wish to reopen final ratings, and what came of it; null while nobody else has said. */
export interface ReopeningView {
  readonly request: string;
  readonly items: readonly string[];
  readonly reason: string;
  /** The id of the person. */
  readonly requestedBy: string;
  readonly requestedOn: BusinessDate;
  readonly settled: {
    readonly outcome: 'approved' | 'refused';
    readonly by: string;
    readonly on: BusinessDate;
    readonly reason: string | null;
  } | null;
}

/** What the pack's rule computed, what a stage put in its place, and what resulted: three facts. */
export interface HeadlineView extends HeadlineFacts {
  readonly certainty: string | null;
  readonly explanation: string | null;
}

/** A record with what was corrected of it; the original is one step away. */
export type RecordView = Pick<KeptRecord, 'id' | 'kind'> & {
  readonly revision: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly original: Readonly<Record<string, unknown>> | null;
  readonly corrections: readonly { readonly revision: string; readonly reason: string; readonly correctedOn: BusinessDate }[];
  readonly withdrawn: { readonly reason: string; readonly withdrawnOn: BusinessDate } | null;
};

/** An indicator whose values the framework records, with what it records of it. */
export interface IndicatorView {
  readonly indicator: string;
  readonly label: string;
  readonly fields: readonly IndicatorField[];
}

/** An assessment as the API and the pages show it. Revisions and positions are strings. */
export interface AssessmentView {
  readonly id: string;
  /** How much of it is shown: all of it, what was shared with the organisation, or what was published. */
  readonly sight: 'whole' | 'shared' | 'published';
  readonly organisation: string;
  readonly organisationName: string;
  readonly organisationKind: string;
  readonly office: { readonly code: string; readonly name: string };
  readonly region: { readonly code: string; readonly name: string };
  readonly framework: string;
  readonly frameworkVersion: number;
  readonly frameworkTitle: string;
  readonly period: string;
  readonly cadence: string;
  readonly status: string;
  readonly round: number;
  /** The stage that judges next; `assessor` while open; null when nobody does. */
  readonly stage: string | null;
  readonly stages: readonly string[];
  /** Those of them the framework allows to be left out, with a reason. */
  readonly mayBeSkipped: readonly string[];
  /** The last; of what was shared or published, the one it stood at. */
  readonly revision: string;
  /** Null where only a part is shown: what came later is nobody else's. */
  readonly position: string | null;
  readonly items: readonly ItemView[];
  readonly headline: HeadlineView;
  readonly missing: readonly string[];
  readonly checkpoint: {
    readonly plannedFor: BusinessDate | null;
    readonly held: boolean;
    readonly notHeldReason: string | null;
  };
  readonly actions: readonly ActionView[];
  readonly meetings: readonly RecordView[];
  readonly teleconferences: readonly RecordView[];
  readonly evidence: readonly RecordView[];
  readonly trajectories: readonly TrajectoryView[];
  /** Every rating decided elsewhere, in the order recorded; of one item the last that stands is its rating. */
  readonly givenRatings: readonly RecordView[];
  /** The indicators the framework lists. */
  readonly indicators: readonly IndicatorView[];
  /** What it records of others; null where only those listed are recorded. */
  readonly unlistedIndicators: readonly IndicatorField[] | null;
  /** What was recorded of indicators, as each source writes it, in the order recorded. */
  readonly indicatorValues: readonly RecordView[];
  /** What notes of meetings and calls were said to be; of one reader the last of a note stands. */
  readonly readBacks: readonly ReadBackView[];
  /** Health and Wellbeing Boards that were consulted. */
  readonly consultations: readonly RecordView[];
  /** What asks for a consultation before the ratings are confirmed; null where nothing does. */
  readonly boardConsultation: { readonly certainty: string; readonly source: string } | null;
  /** In the order shared. */
  readonly sharings: readonly SharingView[];
  /** What of it stands in public; null while nothing does. */
  readonly publication: PublicationView | null;
  /** Requests to reopen final ratings, in the order made. */
  readonly reopenings: readonly ReopeningView[];
}
