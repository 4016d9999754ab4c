import type { BusinessDate } from '#kernel/business-date.js';
import { itemInForce } from '../core/assessment/items-in-force.js';
import type { Judgement } from '../core/assessment/judgement.js';
import {
  actionsOf,
  callsOf,
  currentRatings,
  evidenceOf,
  hasFallenDue,
  meetingsOf,
  missingItems,
} from '../core/assessment/selectors.js';
import {
  type ActionRecord,
  type HeadlineFacts,
  type KeptRecord,
  type LiveAssessment,
  stageDue,
  type Transcribed,
} from '../core/assessment/state.js';

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
  /** The source of a transcribed fact; null for what was rated here. */
  readonly source: string | null;
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
  readonly status: 'open' | 'completed' | 'withdrawn';
  readonly completedOn: BusinessDate | null;
  readonly progress: readonly { readonly note: string; readonly progressedOn: BusinessDate }[];
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

/** An assessment as the API and the pages show it. Revisions and positions are strings. */
export interface AssessmentView {
  readonly id: string;
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
  readonly revision: string;
  readonly position: string;
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
}

type Where = { readonly id: string; readonly position: bigint; readonly revision: bigint };

/** Shapes a live assessment. `judgement` is what the pack's rules make of its ratings as they stand. */
export function liveView(where: Where, state: LiveAssessment, judgement: Judgement): AssessmentView {
  const computed = new Map(judgement.computed.map((fact) => [fact.item, fact]));
  const headlineFact = judgement.computed.find((fact) => itemInForce(state.terms, fact.item)?.kind === 'headline');
  const { notHeld, plannedFor } = state.checkpoint;
  const held = meetingsOf(state).some((meeting) => meeting.withdrawn === undefined);
  return {
    ...commonView(where, state),
    status: state.status,
    round: state.round,
    stage: state.status === 'open' ? 'assessor' : (stageDue(state) ?? null),
    items: currentRatings(state).map(({ item, how, rating, standing, reopened }) => {
      const fact = computed.get(item.id);
      const value = how === 'computed' ? valueOf(item.kind, judgement, fact?.rating ?? null) : rating;
      return {
        item: item.id,
        label: item.label,
        kind: item.kind,
        how,
        rating: value,
        ratingLabel: labelOf(item, value),
        previous: standing?.previous ?? null,
        reason: standing?.reason ?? null,
        decidedOn: standing?.decidedOn ?? null,
        decidedBy: standing?.decidedBy ?? [],
        stage: standing?.stage ?? null,
        organisationView: standing?.organisationView ?? null,
        reopened: reopened && state.status === 'open',
        certainty: fact?.certainty ?? null,
        explanation: fact?.explanation ?? null,
        source: null,
      };
    }),
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
  };
}

const valueOf = (kind: string, judgement: Judgement, computed: string | null): string | null =>
  kind === 'headline' ? judgement.headline.result : computed;

/** Shapes facts copied from published sources: no headline is computed, for nobody published one. */
export function transcribedView(where: Where, state: Transcribed): AssessmentView {
  const facts = [...state.facts.values()].filter((fact) => fact.restatedOn === undefined);
  const headline = state.terms.items.find((item) => item.kind === 'headline');
  return {
    ...commonView(where, state),
    status: 'transcribed',
    round: 0,
    stage: null,
    items: state.terms.items.map((item) => {
      const fact = facts.findLast((one) => one.item === item.id);
      return {
        item: item.id,
        label: item.label,
        kind: item.kind,
        how: 'given',
        rating: fact?.rating ?? null,
        ratingLabel: labelOf(item, fact?.rating ?? null),
        previous: null,
        reason: null,
        decidedOn: null,
        decidedBy: [],
        stage: fact === undefined ? null : 'transcribed',
        organisationView: null,
        reopened: false,
        certainty: null,
        explanation: null,
        source: fact?.source ?? null,
      };
    }),
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
  };
}

function commonView({ id, position, revision }: Where, state: LiveAssessment | Transcribed) {
  const { organisation, office, region, period, terms } = state;
  const { framework, cadence, stages } = terms;
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
    revision: String(revision),
    position: String(position),
  };
}

const NOT_APPLICABLE_LABEL = 'Not applicable';

function labelOf(
  item: { readonly scale: { readonly ratings: readonly { id: string; label: string }[] } },
  rating: string | null,
): string | null {
  if (rating === null) return null;
  return item.scale.ratings.find((one) => one.id === rating)?.label ?? NOT_APPLICABLE_LABEL;
}

function actionView(action: ActionRecord): ActionView {
  const { id, fields, fellDue, completed, withdrawn, progress } = action;
  return {
    id,
    item: fields.item ?? null,
    description: fields.description,
    owner: fields.owner,
    due: fields.due,
    agreedOn: fields.agreedOn,
    fellDueOn: hasFallenDue(action) ? (fellDue?.fellDueOn ?? null) : null,
    status: withdrawn ? 'withdrawn' : completed ? 'completed' : 'open',
    completedOn: completed?.completedOn ?? null,
    progress: progress.map(({ note, progressedOn }) => ({ note, progressedOn })),
  };
}

const recordView = (record: KeptRecord): RecordView => ({
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
