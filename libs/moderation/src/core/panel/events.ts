import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { eventFamily, type EventOf } from '#kernel/event-family.js';
import { code, freeText, line } from '#kernel/text.js';
import { MARKS } from '../papers/mark-names.js';
import { marking } from '../papers/marking.js';
import { panelStage } from './scope.js';

/*
 * One sitting of one panel. Its decisions on single assessments stand in their own streams and name it; a decision on many at
 * once is one event here, and what became of each entry follows it.
 */

const id = z.uuid();
const person = code();
const people = z.array(person).readonly();
const organisation = code();
const assessment = code(200);
const revision = z.string().regex(/^\d+$/);

/** Why somebody present takes no part: recused of the organisation, or a judge of the assessment at another stage already. */
export const tookNoPart = z.strictObject({ person, because: z.enum(['recused', 'judged-at-another-stage']) });

const paper = z.strictObject({
  assessment,
  organisation,
  organisationName: z.string(),
  /** The revision the paper shows. */
  revision,
  round: z.int().positive(),
  headline: z.string().nullable(),
  marks: z.array(z.strictObject({ mark: z.enum(MARKS), says: line(1000) })).readonly(),
  /** Members who judged this assessment at another stage, and so take no part. */
  judgedBefore: people,
});

const change = z.strictObject({ item: code(), rating: code(), reason: freeText().optional() });

const batchEntry = z.strictObject({
  assessment,
  organisation,
  judgedRevision: revision,
  outcome: z.enum(['upheld', 'changed', 'returned', 'confirmed']),
  changes: z.array(change).readonly(),
  /** With the outcome returned: what is returned; everything rated by hand when absent. */
  items: z.array(code()).readonly().optional(),
  /** Why this one; the batch's reason when absent. */
  reason: freeText().optional(),
  tookNoPart: z.array(tookNoPart).readonly(),
});

/** The events of a stream `panel-{id}`. */
export const panelEvents = eventFamily({
  PanelConvened: {
    version: 1,
    schema: z.strictObject({
      stage: panelStage,
      area: code(),
      areaName: z.string(),
      /** The region a local panel's office lies in; absent for other panels. */
      region: code().optional(),
      framework: code(),
      frameworkTitle: z.string(),
      period: code(),
      sitsOn: businessDate,
      /** Absent where a committee sits and keeps its own minutes: then only its decisions are recorded here. */
      chair: person.optional(),
      committee: line().optional(),
      members: people,
      secretary: person.optional(),
      quorum: z.int().nonnegative(),
      marking,
      convenedOn: businessDate,
    }),
  },
  /** Called off before it opened. */
  PanelCancelled: { version: 1, schema: z.strictObject({ reason: freeText(), cancelledOn: businessDate }) },
  /** The chair, secretary and quorum as they are from now on, changed or not. */
  PanelMembersChanged: {
    version: 1,
    schema: z.strictObject({
      added: people,
      removed: people,
      chair: person,
      secretary: person.optional(),
      quorum: z.int().positive(),
      reason: freeText(),
      changedOn: businessDate,
    }),
  },

  /** With the outcome recused, the person is recused of the organisations by this event. */
  InterestDeclared: {
    version: 1,
    schema: z.strictObject({
      interest: id,
      person,
      organisations: z.array(organisation).min(1).readonly(),
      what: freeText(),
      outcome: z.enum(['recused', 'stays']),
      reason: freeText().optional(),
      declaredOn: businessDate,
    }),
  },
  MemberRecused: { version: 1, schema: z.strictObject({ person, organisation, reason: freeText(), recusedOn: businessDate }) },
  RecusalLifted: { version: 1, schema: z.strictObject({ person, organisation, reason: freeText(), liftedOn: businessDate }) },

  /** From now on the papers are what they were, and no submission among them is recalled. */
  PapersOpened: {
    version: 1,
    schema: z.strictObject({ papers: z.array(paper).readonly(), present: people, openedOn: businessDate }),
  },
  /** Who is there, as it stands from now on. */
  AttendanceRecorded: { version: 1, schema: z.strictObject({ present: people, apologies: people }) },

  /** This event is the decision on every assessment it names; a process manager carries it to each. */
  BatchDecided: {
    version: 1,
    schema: z.strictObject({
      batch: id,
      kind: z.enum(['decision', 'confirmation']),
      decidedBy: z.array(person).min(1).readonly(),
      recordedBy: person,
      decidedOn: businessDate,
      reason: freeText().optional(),
      committee: line().optional(),
      reference: line().optional(),
      entries: z.array(batchEntry).min(1).readonly(),
    }),
  },
  /** Recorded in the assessment, at the revision named. */
  BatchEntryApplied: { version: 1, schema: z.strictObject({ batch: id, assessment, revision }) },
  /** The assessment's own rules refused it: nothing was recorded there, and it can be decided anew. */
  BatchEntryNotApplied: {
    version: 1,
    schema: z.strictObject({ batch: id, assessment, rule: code(), detail: z.string() }),
  },

  PanelClosed: {
    version: 1,
    schema: z.strictObject({ closedOn: businessDate, present: people, apologies: people, notes: freeText().optional() }),
  },
});

/** Any event of a panel's sitting, in today's shape. */
export type PanelEvent = EventOf<typeof panelEvents>;
/** The data of one type of event. */
export type PanelData<Type extends PanelEvent['type']> = Extract<PanelEvent, { type: Type }>['data'];
/** An assessment as the papers of a sitting show it. */
export type Paper = PanelData<'PapersOpened'>['papers'][number];
/** Somebody present who takes no part in a decision. */
export type TookNoPart = z.infer<typeof tookNoPart>;

/** The stream of a sitting. */
export const panelStream = (id: string): string => `panel-${id}`;
