/*
 * Whether areas rate alike, before a panel sits over them: each rule compares an area with all the others together and says in words
 * what it found. A mark is a question for the panel, never a verdict. No guidance names thresholds: these are ours.
 */

/** From where on something is marked. */
export interface ConsistencyThresholds {
  /** An area with fewer rated assessments is not compared. */
  readonly fewestRated: number;
  /** Difference of the mean place on the scale, in steps. */
  readonly steps: number;
  /** Difference of the share of judged items that were changed, 0 to 1. */
  readonly shareChanged: number;
  /** Share of headlines put in place of what the rule computed, 0 to 1. */
  readonly shareOverridden: number;
}

export const CONSISTENCY_THRESHOLDS: ConsistencyThresholds = {
  fewestRated: 5,
  steps: 0.5,
  shareChanged: 0.2,
  shareOverridden: 0.25,
};

/** How an area stands. */
export interface AreaStanding {
  readonly key: string;
  readonly label: string;
  readonly assessments: number;
  /** How many have each rating of the scale, best first; those not applicable or not rated are in neither. */
  readonly ratings: readonly { readonly rating: string; readonly count: number }[];
  readonly overridden: number;
  /** Decisions of stages so far, and how many of them changed the rating. */
  readonly judged: number;
  readonly changed: number;
}

export type ConsistencyRule =
  'too-few-to-compare' | 'rated-higher' | 'rated-lower' | 'changed-more-often' | 'changed-less-often' | 'rule-overridden-often';

export interface ConsistencyMark {
  readonly rule: ConsistencyRule;
  /** What was found, in words. */
  readonly words: string;
}

/** An area beside all the others. */
export interface ComparedArea extends AreaStanding {
  readonly rated: number;
  /** Mean place on the scale, 1 for the best; null where nothing is rated. */
  readonly meanPlace: number | null;
  readonly shareChanged: number | null;
  readonly marks: readonly ConsistencyMark[];
}

/** Compares each area with all the others together. */
export function compareAreas(
  areas: readonly AreaStanding[],
  thresholds: ConsistencyThresholds = CONSISTENCY_THRESHOLDS,
): readonly ComparedArea[] {
  return areas.map((area) => {
    const others = together(areas.filter((other) => other !== area));
    const marks =
      ratedIn(area) < thresholds.fewestRated || ratedIn(others) < thresholds.fewestRated
        ? [tooFew(thresholds)]
        : [ratedOtherwise, changedOtherwise, overriddenOften].flatMap((rule) => rule(area, others, thresholds) ?? []);
    return { ...area, rated: ratedIn(area), meanPlace: meanPlace(area), shareChanged: shareChanged(area), marks };
  });
}

const ratedIn = ({ ratings }: AreaStanding): number => ratings.reduce((sum, { count }) => sum + count, 0);

function meanPlace(area: AreaStanding): number | null {
  const rated = ratedIn(area);
  return rated === 0 ? null : area.ratings.reduce((sum, { count }, index) => sum + count * (index + 1), 0) / rated;
}

const shareChanged = ({ judged, changed }: AreaStanding): number | null => (judged === 0 ? null : changed / judged);

function together(areas: readonly AreaStanding[]): AreaStanding {
  const sum = (of: (area: AreaStanding) => number): number => areas.reduce((total, area) => total + of(area), 0);
  const scale = areas[0]?.ratings ?? [];
  return {
    key: '',
    label: '',
    assessments: sum(({ assessments }) => assessments),
    ratings: scale.map(({ rating }, place) => ({ rating, count: sum(({ ratings }) => ratings[place]?.count ?? 0) })),
    overridden: sum(({ overridden }) => overridden),
    judged: sum(({ judged }) => judged),
    changed: sum(({ changed }) => changed),
  };
}

const tooFew = ({ fewestRated }: ConsistencyThresholds): ConsistencyMark => ({
  rule: 'too-few-to-compare',
  words: `Not compared: fewer than ${String(fewestRated)} are rated here or elsewhere.`,
});

type Rule = (area: AreaStanding, others: AreaStanding, thresholds: ConsistencyThresholds) => ConsistencyMark | undefined;

/** An area whose mean place on the scale differs. */
const ratedOtherwise: Rule = (area, others, { steps }) => {
  const difference = (meanPlace(area) ?? 0) - (meanPlace(others) ?? 0);
  if (Math.abs(difference) < steps) return undefined;
  const [rule, way] = difference < 0 ? (['rated-higher', 'higher'] as const) : (['rated-lower', 'lower'] as const);
  const words = `Rated ${Math.abs(difference).toFixed(1)} steps ${way} on average than the others (marked from ${String(steps)}).`;
  return { rule, words };
};

/** An area whose ratings were changed more or less often by the stages that have judged them. */
const changedOtherwise: Rule = (area, others, thresholds) => {
  const [here, elsewhere] = [shareChanged(area), shareChanged(others)];
  if (here === null || elsewhere === null || Math.abs(here - elsewhere) < thresholds.shareChanged) return undefined;
  const words = `Stages changed ${percent(here)} of what they judged here, ${percent(elsewhere)} elsewhere (marked from ${percent(thresholds.shareChanged)} apart).`;
  return { rule: here > elsewhere ? 'changed-more-often' : 'changed-less-often', words };
};

/** An area where something was often put in place of what the rule computed. */
const overriddenOften: Rule = (area, _, { shareOverridden }) => {
  const share = area.overridden / Math.max(area.assessments, 1);
  if (share < shareOverridden) return undefined;
  const words = `The computed headline was set aside in ${percent(share)} of assessments (marked from ${percent(shareOverridden)}).`;
  return { rule: 'rule-overridden-often', words };
};

const percent = (share: number): string => `${String(Math.round(share * 100))}%`;
