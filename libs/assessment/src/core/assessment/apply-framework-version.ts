import { isRefusal } from '#kernel/refusal.js';
import type { Broken, CommandBase, Decision } from './command.js';
import type { ComputeRatings, FrameworkTerms } from './framework-terms.js';
import { itemsJudged } from './items-in-force.js';
import { type Judgement, judgementAsItStands, judgementOver, ratingsByItem, ratingUnder } from './judgement.js';
import { NO_PANELS, type PanelFacts } from './panel-facts.js';
import { atField } from './refusals.js';
import { liveFor, nothingMaterialIsNew, theJudgedRevisionIsKnown } from './rules.js';
import { theRatingsAreNotFinal, theVersionIsAlike, theVersionIsNewer } from './rules-on-framework-versions.js';
import { nothingElseIsBeingApplied } from './rules-on-panels.js';
import { type Assessment, isLive, type LiveAssessment } from './state.js';

/** Puts an assessment that is not finished under a newer version of its framework, and computes its headline anew. */
export interface ApplyFrameworkVersion extends CommandBase {
  readonly type: 'apply-framework-version';
  readonly version: number;
  /** What that version says of the period; undefined where no such version was adopted. */
  readonly terms: FrameworkTerms | undefined;
  readonly reason: string;
  readonly panels?: PanelFacts | undefined;
}

export const applyFrameworkVersion =
  (compute: ComputeRatings) =>
  (command: ApplyFrameworkVersion, state: Assessment): Decision => {
    const { version, terms, judged, reason, actor, today } = command;
    if (isLive(state) && state.status !== 'withdrawn' && state.terms.framework.version === version) return [];
    const live = liveFor('apply-framework-version', state);
    if (isRefusal(live)) return live;
    if (terms === undefined) return noSuchVersion(version, live);
    const refusal = theVersionMayBeApplied(command, terms, live);
    if (refusal !== undefined) return refusal;
    const { before, after } = judgementUnder(live, terms, compute);
    const data = {
      ...{ from: live.terms.framework.version, terms, ...after, reason, appliedOn: today },
      ...{ appliedBy: actor, stage: live.stageDue ?? ('assessor' as const), judgedRevision: String(judged) },
      changed: changesBetween(live, before, after),
    };
    return [{ type: 'FrameworkVersionApplied', data }];
  };

const theVersionMayBeApplied = (
  { judged, panels = NO_PANELS }: ApplyFrameworkVersion,
  terms: FrameworkTerms,
  live: LiveAssessment,
): Broken =>
  theRatingsAreNotFinal(live) ??
  theVersionIsNewer(live.terms, terms) ??
  theVersionIsAlike(live.terms, terms) ??
  nothingElseIsBeingApplied(panels) ??
  theJudgedRevisionIsKnown(live, judged) ??
  nothingMaterialIsNew(live, judged ?? -1n);

const noSuchVersion = (version: number, { terms: { framework } }: LiveAssessment): NonNullable<Broken> =>
  atField('framework-version-unknown', '/version', `${framework.title} has no version ${String(version)} for this period.`);

/** What the rules make of the ratings as they stand, and what those of other terms would: an override holds while the rule's result does. */
export function judgementUnder(
  state: LiveAssessment,
  terms: FrameworkTerms,
  compute: ComputeRatings,
): { readonly before: Judgement; readonly after: Judgement } {
  const before = judgementAsItStands(state, compute);
  return { before, after: judgementOver(compute, terms, ratingsByItem({ ...state, terms }), before.headline) };
}

/** The items whose rating another version of the rules makes another one, with both. */
function changesBetween(state: LiveAssessment, before: Judgement, after: Judgement) {
  const ratings = ratingsByItem(state);
  return itemsJudged(state.terms).flatMap(({ id: item }) => {
    const [was, is] = [before, after].map((judgement) => ratingUnder(state.terms, item, ratings, judgement));
    return was === is ? [] : [{ item, before: was ?? null, after: is ?? null }];
  });
}
