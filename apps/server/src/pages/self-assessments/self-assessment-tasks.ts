import { mayNot, type Permission, type Person, type Place } from '#identity/contract.js';
import type { SelfAssessmentView } from '#self-assessment/queries.js';

/** Something the person looking at a self-assessment may do now. */
export interface SelfAssessmentTask {
  readonly text: string;
  readonly href: string;
  /** What it still lacks, where something stands between it and being done. */
  readonly note?: string | undefined;
}

/** Where a self-assessment lies, by what was recorded with it. */
export const placeOfView = ({ organisation, office, region }: SelfAssessmentView): Place => ({
  organisation,
  office: office.code,
  region: region.code,
});

const may = (person: Person, permission: Permission, view: SelfAssessmentView): boolean =>
  mayNot(person, permission, placeOfView(view)) === undefined;

/** What this person may do here as things stand: the organisation's own part, or the assessor's. */
export function selfAssessmentTasks(person: Person, view: SelfAssessmentView): readonly SelfAssessmentTask[] {
  const own = may(person, 'self-assessment.fill', view) ? organisationsTasks(view) : [];
  const review = may(person, 'self-assessment.review', view) ? assessorsTasks(view) : [];
  return [...own, ...review].map(({ href, ...task }) => ({ ...task, href: `/self-assessments/${view.id}/${href}` }));
}

function organisationsTasks(view: SelfAssessmentView): readonly SelfAssessmentTask[] {
  if (view.status !== 'in-preparation' || !view.asks.selfAssessment) return [];
  const site = view.sites === null ? 'Say which your own site is' : 'Change your own site';
  const { scores } = view.missing;
  return [
    { text: site, href: 'sites' },
    ...view.criteria
      .filter(({ open }) => open)
      .map(({ item, own, ...named }) => ({
        text: `${own === null ? 'Score' : 'Change the score of'} ${nameOfCriterion(named)}`,
        href: `score?record=${item}`,
      })),
    { text: 'Submit it to the assessor', href: 'submission', note: stillOpen(scores.length, 'to score') },
  ];
}

function assessorsTasks(view: SelfAssessmentView): readonly SelfAssessmentTask[] {
  const { status, returned, asks, submittedOn, missing } = view;
  if (status === 'final')
    return [
      { text: 'Propose the final scores as ratings', href: 'proposal' },
      { text: 'Take the final scores back', href: 'finalisation-withdrawal' },
    ];
  if (status === 'in-preparation')
    return [
      ...(returned === null ? [] : [{ text: 'Take the return back and go on', href: 'return-withdrawal' }]),
      ...(asks.deskReview && submittedOn === null ? [{ text: 'Review without a submission', href: 'desk-review' }] : []),
    ];
  return [
    ...view.criteria.map(({ item, review, ...named }) => ({
      text: `${review === null ? 'Review' : 'Change the review of'} ${nameOfCriterion(named)}`,
      href: `review?record=${item}`,
    })),
    ...(submittedOn === null ? [] : [{ text: 'Return it for more', href: 'return' }]),
    { text: 'Make the scores final', href: 'finalisation', note: stillOpen(missing.reviews.length, 'to review') },
  ];
}

const stillOpen = (count: number, what: string): string | undefined =>
  count === 0 ? undefined : `${String(count)} ${count === 1 ? 'criterion' : 'criteria'} still ${what}`;

/** A criterion as people call it: "Domain A, Governance". */
export const nameOfCriterion = ({ label, shortLabel }: { readonly label: string; readonly shortLabel: string | null }): string =>
  shortLabel === null ? label : `${shortLabel}, ${label}`;

/** Where it stands, in words. */
export function standingInWords(
  view: Pick<SelfAssessmentView, 'status' | 'round' | 'returned' | 'deskReview' | 'missing'>,
): string {
  switch (view.status) {
    case 'in-preparation':
      return view.returned === null ? 'With the organisation' : `Back with the organisation, round ${String(view.round)}`;
    case 'in-review':
      return view.deskReview === null ? 'With the assessor' : 'Desk review under way';
    case 'final':
      return 'Final';
  }
}
