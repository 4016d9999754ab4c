import type { BusinessDate } from '#kernel/business-date.js';
import type { AssessmentCase, Comment, Draft, ItemRating, Sharing } from './state.js';

/*
 * What follows from a sharing on a day: how its window stands, what waits for an answer, and what the organisation thinks of a
 * rating.
 */

/** How an assessment stands, to be kept: nothing of it changes afterwards, for maps are replaced and never written to. */
export const draftOf = ({ office, region, terms, openedAt, ratings, headline, records }: AssessmentCase): Draft => ({
  ...{ office, region, terms, openedAt, ratings, headline, records },
});

/** Where a window stands: its first and its last day both count. */
export type WindowStanding = 'to-come' | 'open' | 'over';

/** How the window of a sharing stands on a day; one closed early is over. */
export function windowOn({ opensOn, closesOn, closed }: Sharing, today: BusinessDate): WindowStanding {
  if (closed !== undefined || today > closesOn) return 'over';
  return today < opensOn ? 'to-come' : 'open';
}

/** Whether the organisation may still see it: also when the window is over, but not when the office took it back. */
export const isStillShared = ({ closed }: Sharing): boolean => closed === undefined || closed.by === 'organisation';

/** The sharings whose last day has not passed: until then nobody knows whether the organisation has something to say. */
export const windowsNotOver = ({ sharings }: Pick<AssessmentCase, 'sharings'>, today: BusinessDate): readonly Sharing[] =>
  sharings.filter((sharing) => windowOn(sharing, today) !== 'over');

/** Whether a comment asks for an answer: plain agreement does not. */
export const asksForAnAnswer = ({ view, text }: Pick<Comment, 'view' | 'text'>): boolean =>
  view !== 'agrees' || text !== undefined;

/** The comments still to be answered; those on an assessment that was opened in error are left out. */
export const unansweredComments = ({ comments, sharings }: Pick<AssessmentCase, 'comments' | 'sharings'>): readonly Comment[] =>
  comments.filter((comment) => {
    const sharing = sharings.find((each) => each.sharing === comment.sharing);
    return comment.answer === undefined && asksForAnAnswer(comment) && sharing?.closed?.by !== 'withdrawal';
  });

/** What the organisation thinks of a rating. */
export interface OrganisationsView {
  readonly view: ItemRating['organisationView'];
  /** Its comment, where it said so itself; undefined where the assessor recorded the view with the rating. */
  readonly comment: Comment | undefined;
}

/**
 * The organisation's view of an item's rating as it stands: its last comment on that very rating, else what the assessor
 * recorded. What it said of an earlier rating is no view of this one.
 */
export function organisationsView(state: Judged, item: string): OrganisationsView {
  const standing = state.ratings.get(item);
  const said = state.comments.findLast(
    (comment) => comment.item === item && comment.view !== 'not-stated' && isAboutWhatStands(comment, state),
  );
  if (said === undefined || said.view === 'not-stated')
    return { view: standing?.organisationView ?? 'not-asked', comment: undefined };
  return { view: said.view, comment: said };
}

type Judged = Pick<AssessmentCase, 'comments' | 'sharings' | 'ratings' | 'headline'>;

/** An item that a rule computes has no rating of its own: it stands as long as all that it follows from does. */
function isAboutWhatStands({ sharing, item = '' }: Comment, { sharings, ratings, headline }: Judged): boolean {
  const shared = sharings.find((each) => each.sharing === sharing);
  if (shared === undefined) return false;
  const standing = ratings.get(item);
  const basis = standing === undefined ? [...ratings.values()] : [standing];
  const isOverriddenAlike = headline.override?.rating === shared.draft.headline.override?.rating;
  return basis.every(({ revision }) => revision < shared.revision) && (standing !== undefined || isOverriddenAlike);
}
