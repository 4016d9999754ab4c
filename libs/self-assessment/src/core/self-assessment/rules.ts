import { type FieldError, isRefusal, refuse, type Refusal } from '#kernel/refusal.js';
import type { SelfAssessmentData, SelfAssessmentTerms } from './events.js';
import type { SelfAssessmentRule } from './rule-book.js';
import { hostOf, isOnSite } from './sites.js';
import { itemsOf, ownScoreOf, reviewOf, type StartedSelfAssessment, submittedScoreOf } from './state.js';

/* One function per rule, named after it; its sentence and its source stand beside it in `rule-book.ts`. */

export type Broken = Refusal<SelfAssessmentRule> | undefined;
type Criterion = SelfAssessmentTerms['criteria'][number];
export type Evidence = SelfAssessmentData<'CriterionScored'>['evidence'][number];

export const broken = (
  rule: SelfAssessmentRule,
  detail: string,
  more: Parameters<typeof refuse>[2] = {},
): Refusal<SelfAssessmentRule> => refuse(rule, `${detail} Nothing was recorded.`, more);

const atField = (rule: SelfAssessmentRule, pointer: string, detail: string): Refusal<SelfAssessmentRule> => {
  const errors: readonly FieldError[] = [{ pointer, detail }];
  return broken(rule, detail, { errors });
};

function firstBroken<Value>(values: readonly Value[], rule: (value: Value, index: number) => Broken): Broken {
  for (const [index, value] of values.entries()) {
    const refusal = rule(value, index);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** What stands in the way of the organisation's work, by where the self-assessment is. */
export function itIsWithTheOrganisation({ status, about }: StartedSelfAssessment): Broken {
  if (!about.terms.selfAssessment)
    return broken(
      'self-assessment-not-asked-for',
      `${about.terms.framework.title} is a desk review: the organisation scores nothing.`,
    );
  if (status === 'final') return broken('self-assessment-is-final', 'The scores are final.');
  if (status === 'in-preparation') return undefined;
  return broken('self-assessment-is-in-review', 'It is with the assessor. Ask for it back, if something is to change.');
}

/** Criteria as people call them. */
const named = ({ about }: StartedSelfAssessment, items: readonly string[]): string =>
  items.map((item) => about.terms.criteria.find((one) => one.item === item)?.label ?? item).join(', ');

/** The criterion of that item, or the refusal that the framework has none. */
export function criterionOf({ about }: StartedSelfAssessment, item: string): Criterion | Refusal<SelfAssessmentRule> {
  const { criteria, framework } = about.terms;
  const known = criteria.map((one) => one.item).join(', ');
  const detail = `${item} is not scored in ${framework.title}. Its criteria are ${known}.`;
  return criteria.find((one) => one.item === item) ?? atField('criterion-not-in-framework', '/item', detail);
}

/** A score is one of the scale of its criterion. */
export function theScoreIsOnTheScale({ label, scale }: Criterion, score: string): Broken {
  if (scale.some(({ id }) => id === score)) return undefined;
  const known = scale.map(({ id }) => id).join(', ');
  return atField('criterion-score-not-on-scale', '/score', `${score} is not a score of ${label}. Choose one of ${known}.`);
}

/** After a return only the criteria it named are scored again. */
export function theCriterionWasReturned(state: StartedSelfAssessment, item: string): Broken {
  const { open, round } = state;
  if (open === 'all' || open.includes(item)) return undefined;
  return atField(
    'criterion-not-returned',
    '/item',
    `${named(state, [item])} stands as it was: for round ${String(round)} only ${named(state, open)} came back.`,
  );
}

/** Evidence lies on the organisation's own site, and is no more than the framework allows. */
export const theEvidenceIsSound = (state: StartedSelfAssessment, criterion: Criterion, evidence: readonly Evidence[]): Broken =>
  thereIsNotTooMuch(state.about.terms, criterion, evidence) ??
  firstBroken(evidence, (piece, index) => {
    const pointer = `/evidence/${String(index)}`;
    return itIsForACriterion(criterion, piece, `${pointer}/against`) ?? itLiesOnTheOwnSite(state, piece, `${pointer}/link`);
  });

/** No more pieces than the framework allows for one criterion; where the item has several, for each of them. */
function thereIsNotTooMuch(
  { evidencePerCriterion, framework }: SelfAssessmentTerms,
  { item }: Criterion,
  evidence: readonly Evidence[],
): Broken {
  const most = evidencePerCriterion ?? Infinity;
  const counts = new Map<string, number>();
  return firstBroken(evidence, ({ against = item }, index) => {
    const count = (counts.get(against) ?? 0) + 1;
    counts.set(against, count);
    if (count <= most) return undefined;
    const detail = `${framework.title} allows up to ${String(most)} pieces of evidence for ${against}.`;
    return atField('more-evidence-than-allowed', `/evidence/${String(index)}`, detail);
  });
}

function itIsForACriterion({ label, against }: Criterion, piece: Evidence, pointer: string): Broken {
  const isKnown = piece.against === undefined ? against.length === 0 : against.some(({ id }) => id === piece.against);
  if (isKnown) return undefined;
  const known = against.map(({ id }) => id).join(', ');
  const detail =
    known === '' ? `${label} is scored as a whole: name no criterion of it.` : `Say which of ${known} of ${label} it is for.`;
  return atField('evidence-for-no-criterion', pointer, detail);
}

function itLiesOnTheOwnSite({ sites }: StartedSelfAssessment, { link }: Evidence, pointer: string): Broken {
  const host = hostOf(link);
  if (host === undefined)
    return atField('link-is-no-address', pointer, `${link} is no web address. Write it whole, beginning with https://.`);
  if (sites === null)
    return broken('site-not-stated', "Say first which the organisation's own site is.", {
      errors: [{ pointer, detail: "The organisation's own site is not stated yet." }],
    });
  const allowed = [sites.own, ...sites.predecessors];
  if (allowed.some((site) => isOnSite(host, site))) return undefined;
  const detail = `The link leads to ${host}, which is not on ${allowed.join(' or ')}. Evidence lies on the organisation's own site.`;
  return atField('link-not-on-own-site', pointer, detail);
}

/** Sites of predecessors count only for an organisation formed in the year, where the framework says so. */
export function predecessorsSitesCount({ about }: StartedSelfAssessment, predecessors: readonly string[]): Broken {
  if (predecessors.length === 0 || about.newlyFormed?.rule?.predecessorsSites === true) return undefined;
  const why =
    about.newlyFormed === null
      ? `${about.organisation.name} was not formed in the year assessed.`
      : `${about.terms.framework.title} says nothing of them.`;
  return atField('predecessors-sites-do-not-count', '/predecessors', why);
}

/** Submission needs every criterion scored. */
export function everyCriterionIsScored(state: StartedSelfAssessment): Broken {
  const missing = itemsOf(state).filter((item) => ownScoreOf(state, item) === undefined);
  if (missing.length === 0) return undefined;
  return broken('not-every-criterion-scored', `Score ${named(state, missing)} first.`, { facts: { missing } });
}

/** The assessor reviews what was submitted, or in a desk review what is published. */
export function itIsWithTheAssessor({ status, about }: StartedSelfAssessment): Broken {
  if (status === 'in-review') return undefined;
  if (status === 'final') return broken('self-assessment-is-final', 'The scores are final.');
  const detail = about.terms.selfAssessment ? 'The organisation has not submitted it.' : 'The desk review has not begun.';
  return broken('nothing-to-review', detail);
}

/** A score that differs from the organisation's own, or stands without one, is explained. */
export function theDifferenceIsExplained(
  own: string | null,
  { label }: Criterion,
  { score, explanation }: { readonly score: string; readonly explanation?: string | undefined },
): Broken {
  if (explanation !== undefined || own === score) return undefined;
  const detail =
    own === null
      ? `Say what was found: ${label} has no score of the organisation's own.`
      : `Say why ${label} is scored ${score} and not ${own}, as the organisation scored it.`;
  return atField('difference-not-explained', '/explanation', detail);
}

/** It is final only when every criterion is reviewed as it was last submitted. */
export function everyCriterionIsReviewed(state: StartedSelfAssessment): Broken {
  const missing = itemsOf(state).filter((item) => reviewOf(state, item) === undefined);
  if (missing.length === 0) return undefined;
  return broken('not-every-criterion-reviewed', `Review ${named(state, missing)} first.`, { facts: { missing } });
}

/** Every item named is a criterion of the framework. */
export const theCriteriaAreKnown = (state: StartedSelfAssessment, items: readonly string[]): Broken =>
  firstBroken(items, (item) => {
    const criterion = criterionOf(state, item);
    return isRefusal(criterion) ? criterion : undefined;
  });

/** Only what the organisation submitted is returned to it. */
export function theOrganisationSubmittedIt({ submissions }: StartedSelfAssessment): Broken {
  if (submissions.length > 0) return undefined;
  return broken('nobody-to-return-to', 'This is a desk review: the organisation submitted nothing that could go back to it.');
}

/** A return is taken back only while it is with the organisation. */
export function itWasReturned({ status, returns }: StartedSelfAssessment): Broken {
  if (status === 'in-preparation' && returns.length > 0) return undefined;
  return broken('nothing-to-take-back', 'Nothing is with the organisation that was returned to it.');
}

/** A desk review is held only where the framework names one; in place of a self-assessment, it says why. */
export function aDeskReviewIsForeseen(state: StartedSelfAssessment, reason: string | undefined): Broken {
  const { deskReview, selfAssessment, framework } = state.about.terms;
  if (!deskReview) return broken('desk-review-not-foreseen', `${framework.title} names no desk review.`);
  if (state.submissions.length > 0 || state.status !== 'in-preparation')
    return broken('self-assessment-was-submitted', 'It was submitted, or its desk review has begun: review what there is.');
  if (!selfAssessment || reason !== undefined) return undefined;
  return atField(
    'desk-review-needs-a-reason',
    '/reason',
    `${framework.title} asks the organisation to score itself. Say why it is reviewed without.`,
  );
}

/** The organisation's score a review is held against: what it put forward; in a desk review it put forward none. */
export const scoreReviewed = (state: StartedSelfAssessment, item: string): string | null =>
  submittedScoreOf(state, item)?.score ?? null;
