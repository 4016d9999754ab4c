import type { ItemInForce } from '../core/assessment/framework-terms.js';
import { headlineItem, isComputed, itemsRatedByHand } from '../core/assessment/items-in-force.js';
import { type Judgement, judgementAsItStands, ratingsByItem, ratingUnder } from '../core/assessment/judgement.js';
import { evidenceOf, givenRatingOf, standingPublication } from '../core/assessment/selectors.js';
import type { Comment, Draft, LiveAssessment, Publication, Sharing } from '../core/assessment/state.js';
import { compute } from './assessment-decisions.js';
import type { AssessmentView, ItemView } from './assessment-view.js';
import {
  commonView,
  named,
  nothingSaid,
  publicationView,
  readBackView,
  recordView,
  sharingView,
  type Where,
} from './view-assessment.js';

/*
 * What is shown to those outside the work on an assessment: drafts as they stood, item by item. No stage, nobody who judged, no
 * rating before this one, and nothing that came later.
 */

/** An item of a draft, with the draft it is shown from. */
interface ShownItem {
  readonly item: ItemInForce;
  readonly draft: Draft;
  /** Whether every item that a rule reads is shown with it: its explanation names them. */
  readonly isExplained: boolean;
  readonly organisationView: Comment['view'] | null;
  /** Its rating where that is not the draft's to say. */
  readonly rating?: string | null;
}

/** What an organisation is shown: of each item shared with it the draft it was last shared from, what it said, what it was answered. */
export function sharedView(id: string, state: LiveAssessment, sharings: readonly [Sharing, ...Sharing[]]): AssessmentView {
  const last = sharings.at(-1) ?? sharings[0];
  const ids = new Set(sharings.map(({ sharing }) => sharing));
  const said = state.comments.filter(({ sharing }) => ids.has(sharing));
  const items = last.draft.terms.items.flatMap((item): readonly ShownItem[] => {
    const sharing = sharings.findLast((each) => each.items.includes(item.id));
    if (sharing === undefined) return [];
    const isExplained = itemsRatedByHand(sharing.draft.terms).every((each) => sharing.items.includes(each.id));
    const comment = said.findLast((each) => each.item === item.id && each.sharing === sharing.sharing);
    return [{ item, draft: sharing.draft, isExplained, organisationView: comment?.view ?? null }];
  });
  const notes = sharings.flatMap(({ records, draft }) => records.flatMap((record) => draft.records.get(record) ?? []));
  return {
    ...draftView({ id, position: null, revision: BigInt(last.sharedRevision) }, state, last.draft, items),
    ...{ sight: 'shared', status: 'shared', stage: null },
    meetings: notes.filter(({ kind }) => kind === 'meeting').map(recordView),
    teleconferences: notes.filter(({ kind }) => kind === 'call').map(recordView),
    evidence: evidenceOf(state)
      .filter(({ fields }) => fields.sharing !== undefined)
      .map(recordView),
    reopenings: [],
    readBacks: state.readBacks.filter(({ by }) => by === 'organisation').map(readBackView),
    sharings: sharings.map((sharing) => sharingView(sharing, said)),
    publication: publicationView(standingPublication(state)),
  };
}

/** What everybody signed in is shown of work that was published: the ratings, without how they came to be. */
export function publishedView(id: string, state: LiveAssessment, publication: Publication): AssessmentView {
  const { draft, entry, revision } = publication;
  const items = draft.terms.items
    .filter((item) => !item.given || givenRatingOf(draft, item.id)?.fields.publishedOn !== undefined)
    .map((item): ShownItem => {
      const shown = { item, draft, isExplained: true, organisationView: null };
      if (entry === null || item.given) return shown;
      return { ...shown, rating: entry.ratings.find((rated) => rated.item === item.id)?.rating ?? null };
    });
  const view = draftView({ id, position: null, revision }, state, draft, items);
  const published = view.items.map((item) => ({ ...item, reason: null, stage: item.rating === null ? null : 'published' }));
  return {
    ...view,
    sight: 'published',
    status: 'published',
    stage: null,
    items: published,
    publication: publicationView(publication),
  };
}

function draftView(
  where: Where,
  { organisation, period }: LiveAssessment,
  draft: Draft,
  shown: readonly ShownItem[],
): Omit<AssessmentView, 'sight' | 'status' | 'stage'> {
  const items = shown.map(itemView);
  const headline = items.find(({ kind }) => kind === 'headline');
  return {
    ...commonView(where, { organisation, period, ...draft }),
    round: 0,
    items,
    headline: {
      ...{ computed: null, override: null, result: headline?.rating ?? null },
      ...{ certainty: headline?.certainty ?? null, explanation: headline?.explanation ?? null },
    },
    missing: [],
    checkpoint: { plannedFor: null, held: false, notHeldReason: null },
    actions: [],
    meetings: [],
    teleconferences: [],
    evidence: [],
    trajectories: [],
    givenRatings: [],
    indicatorValues: [],
    reopenings: [],
    readBacks: [],
    consultations: [],
    sharings: [],
    publication: null,
  };
}

function itemView({ item, draft, isExplained, organisationView, ...shown }: ShownItem): ItemView {
  const { terms, ratings } = draft;
  const judgement = judgementAsItStands(draft, compute);
  const how = item.given ? 'given' : isComputed(terms, item) ? 'computed' : 'by-hand';
  const drafted = ratingUnder(terms, item.id, ratingsByItem(draft), judgement);
  const { rating = drafted } = shown;
  if (rating !== drafted) return { ...nothingSaid, ...named(item, how, rating), organisationView };
  const standing = ratings.get(item.id);
  return {
    ...nothingSaid,
    ...named(item, how, rating),
    reason: standing?.reason ?? overrideReason(item, draft, judgement),
    decidedOn: standing?.decidedOn ?? null,
    organisationView,
    ...(isExplained && factOf(item, judgement)),
  };
}

/** Why a stage put another headline in place of the computed one. */
const overrideReason = ({ id }: ItemInForce, { terms }: Draft, { headline }: Judgement): string | null =>
  headlineItem(terms)?.id === id ? (headline.override?.reason ?? null) : null;

function factOf({ id }: ItemInForce, { computed }: Judgement): Pick<ItemView, 'certainty' | 'explanation'> | undefined {
  const fact = computed.find(({ item }) => item === id);
  return fact && { certainty: fact.certainty, explanation: fact.explanation };
}
