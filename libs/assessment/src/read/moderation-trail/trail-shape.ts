/** The columns of the trail, in the order the stages sit. */
export const TRAIL_STAGES = ['assessor', 'local', 'regional', 'national', 'confirmation', 'published'] as const;
export type TrailStage = (typeof TRAIL_STAGES)[number];

/** What came of it there. `upheld` is what pages call "unchanged"; `computed` is the rule's doing, not a person's. */
export type TrailOutcome =
  'proposed' | 'computed' | 'submitted' | 'recalled' | 'upheld' | 'changed' | 'returned' | 'not-held' | 'confirmed' | 'published';

/** Who decided, when, and having seen what; the same for an item at a stage and for the stage as a whole. */
export interface TrailDecision {
  readonly outcome: TrailOutcome;
  readonly round: number;
  readonly reason: string | null;
  /** Ids of the people whose judgement it is. */
  readonly decidedBy: readonly string[];
  /** The id of who typed it. */
  readonly recordedBy: string;
  readonly decidedOn: string;
  readonly recordedAt: string;
  /** The revision that was judged; null where nothing was. */
  readonly judgedRevision: string | null;
  /** What was recorded after that revision and not seen: none of it material. */
  readonly recordedSince: readonly { readonly revision: string; readonly type: string }[];
  readonly revision: string;
  readonly position: string;
}

/** One item at one stage. */
export interface TrailCell extends TrailDecision {
  /** Ids of the ratings before and after, with their labels. */
  readonly from: string | null;
  readonly fromLabel: string | null;
  readonly to: string | null;
  readonly toLabel: string | null;
  /** How a rule came to it, and how sure the rule is; null for a judgement. */
  readonly explanation: string | null;
  readonly certainty: string | null;
}

/** An item's way through one round; null where a stage has not spoken (or not to this item). */
export type TrailOfItem = Readonly<Record<TrailStage, TrailCell | null>>;

/** An item's whole way. */
export interface TrailItem extends TrailOfItem {
  readonly item: string;
  readonly label: string;
  /** The round since which the assessor has left the rating as it was; null when it was rated in this round, or never. */
  readonly unchangedSinceRound: number | null;
  /** Earlier rounds, oldest first. */
  readonly earlierRounds: readonly (TrailOfItem & { readonly round: number })[];
}

/** A stage's decision as a whole. */
export interface TrailStep extends TrailDecision {
  readonly stage: TrailStage;
  /** The panel or committee, and the minute or edition, where recorded. */
  readonly panel: string | null;
  readonly reference: string | null;
  /** How many items people changed there; what a rule made of that is not counted. */
  readonly itemsChanged: number;
}

/** A round's decisions in the order they were recorded. */
export interface TrailRound {
  readonly round: number;
  readonly steps: readonly TrailStep[];
}

/** The moderation trail of one assessment. */
export interface ModerationTrail {
  readonly assessment: string;
  readonly rounds: readonly TrailRound[];
  readonly items: readonly TrailItem[];
}
