import { fieldsNamed } from '../core/assessment/indicator-fields.js';
import type { ItemInForce } from '../core/assessment/framework-terms.js';
import { itemInForce } from '../core/assessment/items-in-force.js';
import type { Judgement } from '../core/assessment/judgement.js';
import {
  actionsOf,
  callsOf,
  consultationsOf,
  type CurrentRating,
  currentRatings,
  evidenceOf,
  givenRatingsOf,
  hasFallenDue,
  indicatorValuesOf,
  meetingsOf,
  missingItems,
  standingPublication,
  trajectoriesOf,
} from '../core/assessment/selectors.js';
import { asksForAnAnswer, organisationsView } from '../core/assessment/sharing.js';
import {
  type ActionRecord,
  type AssessmentCase,
  type Comment,
  type ComputedFact,
  type GivenRatingRecord,
  type KeptRecord,
  type LiveAssessment,
  type Publication,
  type ReadBack,
  type ReopeningRequest,
  type Sharing,
  stageDue,
  type Transcribed,
  type TranscribedFact,
} from '../core/assessment/state.js';
import { trajectoryView } from './view-trajectory.js';
import type {
  ActionView,
  AssessmentView,
  CommentView,
  ItemView,
  PublicationView,
  ReadBackView,
  ReopeningView,
  RecordView,
  SharingView,
} from './assessment-view.js';

/** Which assessment is shown, and where it stood; no position where only a part of it is shown. */
export interface Where {
  readonly id: string;
  readonly position: bigint | null;
  readonly revision: bigint;
}

/** Shapes a live assessment. `judgement` is what the pack's rules make of its ratings as they stand. */
export function liveView(where: Where, state: LiveAssessment, judgement: Judgement): AssessmentView {
  const computed = new Map(judgement.computed.map((fact) => [fact.item, fact]));
  const headlineFact = judgement.computed.find((fact) => itemInForce(state.terms, fact.item)?.kind === 'headline');
  const { notHeld, plannedFor } = state.checkpoint;
  const held = meetingsOf(state).some((meeting) => meeting.withdrawn === undefined);
  return {
    ...commonView(where, state),
    sight: 'whole',
    status: state.status,
    round: state.round,
    stage: state.status === 'open' ? 'assessor' : (stageDue(state) ?? null),
    items: currentRatings(state).map((current) => liveItem(current, state, judgement, computed.get(current.item.id))),
    headline: {
      ...judgement.headline,
      certainty: headlineFact?.certainty ?? null,
      explanation: headlineFact?.explanation ?? null,
    },
    missing: missingItems(state),
    checkpoint: { plannedFor: plannedFor ?? null, held, notHeldReason: notHeld?.reason ?? null },
    actions: actionsOf(state).map(actionView),
    meetings: meetingsOf(state).map(recordView),
    teleconferences: callsOf(state).map(recordView),
    evidence: evidenceOf(state).map(recordView),
    trajectories: trajectoriesOf(state).map(trajectoryView),
    givenRatings: givenRatingsOf(state).map(recordView),
    indicatorValues: indicatorValuesOf(state).map(recordView),
    readBacks: state.readBacks.map(readBackView),
    consultations: consultationsOf(state).map(recordView),
    sharings: state.sharings.map((sharing) => sharingView(sharing, state.comments)),
    publication: publicationView(standingPublication(state)),
    reopenings: state.reopeningRequests.map(reopeningView),
  };
}

/** An item nothing was said of. */
export const nothingSaid = {
  rating: null,
  ratingLabel: null,
  previous: null,
  reason: null,
  decidedOn: null,
  decidedBy: [],
  stage: null,
  organisationView: null,
  reopened: false,
  certainty: null,
  explanation: null,
  source: null,
  given: null,
} as const;

function liveItem(
  { item, how, rating, standing, given, reopened }: CurrentRating,
  state: LiveAssessment,
  judgement: Judgement,
  fact: ComputedFact | undefined,
): ItemView {
  const value = how === 'computed' ? valueOf(item.kind, judgement, fact?.rating ?? null) : rating;
  return {
    ...nothingSaid,
    ...named(item, how, value),
    ...(standing && {
      previous: standing.previous,
      reason: standing.reason ?? null,
      decidedOn: standing.decidedOn,
      decidedBy: standing.decidedBy,
      stage: standing.stage,
      organisationView: organisationsView(state, item.id).view,
    }),
    ...(given && givenItem(given)),
    ...(fact && { certainty: fact.certainty, explanation: fact.explanation }),
    reopened: reopened && state.status === 'open',
  };
}

const givenItem = ({ id, fields }: GivenRatingRecord): Partial<ItemView> => ({
  ...{ reason: fields.reason ?? null, decidedOn: fields.givenOn, stage: 'given', source: fields.source },
  given: {
    ...{ record: id, body: fields.givenBy.body, role: fields.givenBy.role },
    ...{ publishedOn: fields.publishedOn ?? null, publishedIn: fields.publishedIn ?? null },
  },
});

/** The last fact on the item's own scale, and beside it whatever else sources state, a restatement on another scale among it. */
function transcribedItem(item: ItemInForce, known: readonly TranscribedFact[]): ItemView {
  const facts = known.filter((fact) => fact.item === item.id);
  const main = facts.findLast(({ restatedOn }) => restatedOn === undefined);
  const others = facts.filter((fact) => fact !== main).map((fact) => statedElsewhere(item, fact));
  return {
    ...nothingSaid,
    ...named(item, 'given', main?.rating ?? null),
    ...(main && { stage: 'transcribed', source: main.source }),
    ...(others.length > 0 && { alsoStated: others }),
  };
}

const statedElsewhere = (item: ItemInForce, { rating, label, restatedOn, source, publishedOn }: TranscribedFact) => ({
  rating,
  label: label ?? (restatedOn === undefined ? (labelOf(item, rating) ?? rating) : rating),
  scale: restatedOn ?? null,
  source,
  publishedOn,
});

export const named = (item: ItemInForce, how: ItemView['how'], rating: string | null) => ({
  item: item.id,
  label: item.label,
  kind: item.kind,
  how,
  rating,
  ratingLabel: labelOf(item, rating),
});

const valueOf = (kind: string, judgement: Judgement, computed: string | null): string | null =>
  kind === 'headline' ? judgement.headline.result : computed;

/** Shapes facts copied from published sources: no headline is computed, for nobody published one. */
export function transcribedView(where: Where, state: Transcribed): AssessmentView {
  const facts = [...state.facts.values()].filter((fact) => fact.restatedOn === undefined);
  const headline = state.terms.items.find((item) => item.kind === 'headline');
  return {
    ...commonView(where, state),
    sight: 'whole',
    status: 'transcribed',
    round: 0,
    stage: null,
    items: state.terms.items.map((item) => transcribedItem(item, [...state.facts.values()])),
    headline: {
      computed: null,
      override: null,
      result: facts.findLast((fact) => fact.item === headline?.id)?.rating ?? null,
      certainty: null,
      explanation: null,
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
    readBacks: [],
    consultations: [],
    sharings: [],
    publication: null,
    reopenings: [],
  };
}

/** What is no secret of any assessment that somebody may know of. */
export function commonView(
  { id, position, revision }: Where,
  {
    organisation,
    office,
    region,
    period,
    terms,
  }: Pick<AssessmentCase, 'organisation' | 'period' | 'office' | 'region' | 'terms'>,
) {
  const { framework, cadence, stages, mayBeSkipped } = terms;
  return {
    id,
    organisation: organisation.code,
    organisationName: organisation.name,
    organisationKind: organisation.kind,
    office,
    region,
    framework: framework.id,
    frameworkVersion: framework.version,
    frameworkTitle: framework.title,
    period,
    cadence,
    stages,
    mayBeSkipped,
    indicators: (terms.indicators ?? []).map(({ id, label, fields }) => ({ indicator: id, label, fields: fieldsNamed(fields) })),
    unlistedIndicators: terms.unlistedIndicators === undefined ? null : fieldsNamed(terms.unlistedIndicators),
    boardConsultation: terms.boardConsultation ?? null,
    revision: String(revision),
    position: position === null ? null : String(position),
  };
}

const NOT_APPLICABLE_LABEL = 'Not applicable';

function labelOf(item: ItemInForce, rating: string | null): string | null {
  if (rating === null) return null;
  return item.scale.ratings.find((one) => one.id === rating)?.label ?? NOT_APPLICABLE_LABEL;
}

function actionView(action: ActionRecord): ActionView {
  const { id, fields, fellDue, passedOn, completed, withdrawn, progress } = action;
  return {
    id,
    item: fields.item ?? null,
    description: fields.description,
    owner: fields.owner,
    due: fields.due,
    agreedOn: fields.agreedOn,
    fellDueOn: hasFallenDue(action) ? (fellDue?.fellDueOn ?? null) : null,
    passedOn: passedOn === undefined ? null : { to: passedOn.to, mergedOn: passedOn.mergedOn },
    status: withdrawn ? 'withdrawn' : completed ? 'completed' : 'open',
    completedOn: completed?.completedOn ?? null,
    progress: progress.map(({ note, progressedOn }) => ({ note, progressedOn })),
  };
}

/** What was said of a note. */
export const readBackView = ({ readBack: id, record, by, readBy, view, text, readBackOn }: ReadBack): ReadBackView => ({
  ...{ id, record, by, readBy, view, text: text ?? null, readBackOn },
});

const reopeningView = ({ request, items, reason, requestedBy, requestedOn, settled }: ReopeningRequest): ReopeningView => ({
  ...{ request, items, reason, requestedBy, requestedOn },
  settled: settled === undefined ? null : { ...settled, reason: settled.reason ?? null },
});

/** A sharing with what the organisation said of it. */
export function sharingView(sharing: Sharing, comments: readonly Comment[]): SharingView {
  const { sharing: id, sharedRevision: revision, items, records, opensOn, closesOn, closed } = sharing;
  return {
    ...{ id, revision, items, records, opensOn, closesOn },
    closed: closed === undefined ? null : { by: closed.by, reason: closed.reason ?? null, on: closed.on },
    comments: comments.filter((comment) => comment.sharing === id).map(commentView),
  };
}

function commentView({ comment: id, sharing, item, view, text, commentedOn, answer }: Comment): CommentView {
  return {
    ...{ id, sharing, item: item ?? null, view, text: text ?? null, commentedOn },
    asksForAnAnswer: asksForAnAnswer({ view, text }),
    answer: answer === undefined ? null : { answer: answer.answer, answeredOn: answer.answeredOn },
  };
}

/** Where something stands in public; null for what does not. */
export function publicationView(publication: Publication | undefined): PublicationView | null {
  if (publication === undefined) return null;
  const { edition, publishedAt, publishedOn, round } = publication;
  return { edition, publishedAt, publishedOn, round };
}

export const recordView = (record: KeptRecord): RecordView => ({
  id: record.id,
  kind: record.kind,
  revision: String(record.revision),
  fields: record.fields,
  original: record.corrections.length > 0 ? record.original : null,
  corrections: record.corrections.map(({ revision, reason, correctedOn }) => ({
    revision: String(revision),
    reason,
    correctedOn,
  })),
  withdrawn: record.withdrawn ? { reason: record.withdrawn.reason, withdrawnOn: record.withdrawn.withdrawnOn } : null,
});
