import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { eventFamily, type EventOf } from '#kernel/event-family.js';
import { code, freeText, line } from '#kernel/text.js';
import { frameworkTerms, STAGES, termsWithoutConsultation } from './framework-terms.js';
import { inputEvents } from './input-events.js';
import { computed, headlineFacts, ladderEvents } from './ladder-events.js';
import { publicationEvents } from './publication-events.js';
import { voiceEvents } from './voice-events.js';

/*
 * Everything that can be said of an assessment. Stored events never change: a field is added by a new version with its
 * step up from the last one, and a golden of each version lies in `stored/`. Business dates are apart from the time of
 * recording, which the store assigns.
 */

const id = z.uuid();
const person = code();
const revision = z.string().regex(/^\d+$/);
const assessmentId = code(200);
const items = z.array(code()).readonly();
const placed = z.strictObject({ code: code(), name: z.string() });
const assessed = z.strictObject({ code: code(), name: z.string(), kind: z.string() });
const attendant = z.strictObject({ person, organisation: line().optional(), role: line().optional() });

/** How the copied rating is known: as published, or by a step of ours that the source names. */
const evidenceOfCopy = z.enum(['published', 'derived', 'inferred', 'mapped', 'restated']);

const evidenceAttached = z.strictObject({
  evidence: id,
  title: freeText(300),
  reference: freeText(2_000),
  periodCovered: line().optional(),
  items,
  attachedOn: businessDate,
});

const opened = z.strictObject({
  organisation: assessed,
  office: placed,
  region: placed,
  period: code(),
  terms: frameworkTerms,
});
const openedBefore = opened.extend({ terms: termsWithoutConsultation });
const openingOf = { round: z.int().positive(), openedOn: businessDate };

const versionApplied = z.strictObject({
  from: z.int().positive(),
  terms: termsWithoutConsultation,
  computed: z.array(computed).readonly(),
  headline: headlineFacts,
  reason: freeText(),
  appliedOn: businessDate,
});

const versionAppliedOnRevision = versionApplied.extend({ terms: frameworkTerms, judgedRevision: revision.nullable() });
const judgingStage = z.enum(['assessor', ...STAGES]);

/** What a later version may say besides was not said before. */
const asItWas = (data: unknown): unknown => data;

const transcribed = z.strictObject({
  fact: id,
  item: code(),
  rating: code(),
  label: line().nullable(),
  publishedOn: businessDate.nullable(),
  evidence: evidenceOfCopy,
  source: line(500),
});

/** A call as its first version told it: without whether it was escalated. */
const teleconference = z.strictObject({
  call: id,
  heldOn: businessDate,
  participants: z.array(attendant).readonly(),
  updates: z.array(z.strictObject({ item: code(), note: freeText(), atRisk: z.boolean() })).readonly(),
  notes: freeText().optional(),
  alsoFor: z.array(assessmentId).readonly(),
});

/** Whether a call was escalated; nobody is made to have known. */
export const escalation = z.enum(['yes', 'no', 'not-recorded']);

/** What nobody was asked is not recorded, which is neither yes nor no. */
const withoutEscalation = (call: unknown): unknown => ({
  ...(call as z.infer<typeof teleconference>),
  escalated: 'not-recorded',
});

export const assessmentEvents = eventFamily({
  /** The second version of this, and of whatever brings terms, may bring that boards are to be consulted. */
  AssessmentOpened: {
    version: 2,
    schema: opened.extend(openingOf),
    older: [{ version: 1, schema: openedBefore.extend(openingOf), stepUp: asItWas }],
  },

  CheckpointPlanned: { version: 1, schema: z.strictObject({ plannedFor: businessDate }) },
  CheckpointMoved: {
    version: 1,
    schema: z.strictObject({ from: businessDate, to: businessDate, reason: freeText().optional() }),
  },
  CheckpointNotHeld: { version: 1, schema: z.strictObject({ reason: freeText(), decidedOn: businessDate }) },

  CheckpointMeetingHeld: {
    version: 1,
    schema: z.strictObject({
      meeting: id,
      heldOn: businessDate,
      attendance: z.array(attendant).readonly(),
      discussions: z.array(z.strictObject({ item: code(), note: freeText() })).readonly(),
      notes: freeText().optional(),
      alsoFor: z.array(assessmentId).readonly(),
    }),
  },
  TeleconferenceHeld: {
    version: 2,
    schema: teleconference.extend({ escalated: escalation }),
    older: [{ version: 1, schema: teleconference, stepUp: withoutEscalation }],
  },

  ActionAgreed: {
    version: 1,
    schema: z.strictObject({
      action: id,
      from: z.strictObject({ kind: z.enum(['meeting', 'call']), record: id }),
      item: code().optional(),
      description: freeText(),
      owner: freeText(200),
      due: businessDate,
      agreedOn: businessDate,
    }),
  },
  ActionProgressed: { version: 1, schema: z.strictObject({ action: id, note: freeText(), progressedOn: businessDate }) },
  ActionCompleted: { version: 1, schema: z.strictObject({ action: id, note: freeText().optional(), completedOn: businessDate }) },
  ActionRescheduled: {
    version: 1,
    schema: z.strictObject({ action: id, from: businessDate, to: businessDate, reason: freeText(), decidedOn: businessDate }),
  },

  /** Recorded by the service itself when the due day of an open action is reached. */
  ActionFellDue: { version: 1, schema: z.strictObject({ action: id, due: businessDate, fellDueOn: businessDate }) },
  /** Recorded by the service itself when the organisation has merged: an action still open is its successor's from that day. */
  ActionPassedOn: { version: 1, schema: z.strictObject({ action: id, to: code(10), mergedOn: businessDate }) },

  /** With the sharing in whose window the organisation attached it; without one, the office did. */
  EvidenceAttached: {
    version: 2,
    schema: evidenceAttached.extend({ sharing: id.optional() }),
    older: [{ version: 1, schema: evidenceAttached, stepUp: asItWas }],
  },
  EvidenceWithdrawn: { version: 1, schema: z.strictObject({ evidence: id, reason: freeText(), withdrawnOn: businessDate }) },

  ...inputEvents,

  /** One item rated by the assessor: the first rating (previous null) and every change of it. */
  RatingProposed: {
    version: 1,
    schema: z.strictObject({
      round: z.int().positive(),
      item: code(),
      rating: code(),
      previous: code().nullable(),
      reason: freeText().optional(),
      evidence: z.array(z.strictObject({ title: freeText(300), reference: freeText(2_000) })).readonly(),
      organisationView: z.enum(['agrees', 'disagrees', 'not-asked']),
      proposedBy: person,
      decidedOn: businessDate,
      copiedFrom: assessmentId.optional(),
    }),
  },

  ...voiceEvents,
  ...ladderEvents,

  ...publicationEvents,
  ReopeningRequested: {
    version: 1,
    schema: z.strictObject({ request: id, items, reason: freeText(), requestedBy: person, requestedOn: businessDate }),
  },
  Reopened: {
    version: 1,
    schema: z.strictObject({ request: id, round: z.int().positive(), items, approvedBy: person, reopenedOn: businessDate }),
  },

  /** The new values only: what stood before is read from the record itself. Free texts apart, because they are sealed. */
  RecordCorrected: {
    version: 1,
    schema: z.strictObject({
      record: id,
      texts: z.array(z.strictObject({ field: line(), value: freeText() })).readonly(),
      values: z.array(z.strictObject({ field: line(), value: z.union([z.string(), z.boolean()]) })).readonly(),
      reason: freeText(),
      correctedOn: businessDate,
    }),
  },
  RecordWithdrawn: { version: 1, schema: z.strictObject({ record: id, reason: freeText(), withdrawnOn: businessDate }) },

  AssessmentWithdrawn: {
    version: 1,
    schema: z.strictObject({ reason: freeText(), recordedInstead: assessmentId.optional(), withdrawnOn: businessDate }),
  },
  AssessmentTransferred: {
    version: 1,
    schema: z.strictObject({
      from: z.strictObject({ office: placed, region: placed }),
      to: z.strictObject({ office: placed, region: placed }),
      reason: freeText(),
      transferredOn: businessDate,
    }),
  },
  /**
   * `judgedRevision`: the revision on which it was computed anew; not told by the first version. `stage`: where the assessment
   * stood, `changed`: the items whose rating became another one by it; neither, nor by whom, was told by the second.
   */
  FrameworkVersionApplied: {
    version: 3,
    schema: versionAppliedOnRevision.extend({
      appliedBy: person.nullable(),
      stage: judgingStage.nullable(),
      changed: z.array(z.strictObject({ item: code(), before: code().nullable(), after: code().nullable() })).readonly(),
    }),
    older: [
      { version: 1, schema: versionApplied, stepUp: (data) => ({ ...(data as object), judgedRevision: null }) },
      {
        version: 2,
        schema: versionAppliedOnRevision,
        stepUp: (data) => ({ ...(data as object), appliedBy: null, stage: null, changed: [] }),
      },
    ],
  },

  /** The stream holds facts copied from published sources, and nothing else ever. */
  TranscriptionStarted: {
    version: 2,
    schema: opened,
    older: [{ version: 1, schema: openedBefore, stepUp: asItWas }],
  },
  RatingTranscribed: { version: 1, schema: transcribed },
  TranscriptionCorrected: {
    version: 1,
    schema: z.strictObject({
      fact: id,
      rating: code(),
      label: line().nullable(),
      publishedOn: businessDate.nullable(),
      reason: freeText(),
    }),
  },
  RatingRestated: { version: 1, schema: transcribed.extend({ scale: code() }) },
});

export type AssessmentEvent = EventOf<typeof assessmentEvents>;
export type AssessmentEventOf<Type extends AssessmentEvent['type']> = Extract<AssessmentEvent, { type: Type }>;
