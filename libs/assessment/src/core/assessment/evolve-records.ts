import type { AssessmentEventOf } from './events.js';
import { type HandlersOf, whenLive } from './evolve-standing.js';
import { valueAt, withValueAt } from './record-fields.js';
import type { ActionRecord, KeptRecord, LiveAssessment, TrajectoryRecord } from './state.js';

const fresh = { corrections: [], withdrawn: undefined } as const;

/** Meetings, calls, actions, trajectories, evidence and consultations, with what was corrected or withdrawn of them. */
export const evolveRecords: HandlersOf<
  | 'CheckpointMeetingHeld'
  | 'TeleconferenceHeld'
  | 'ActionAgreed'
  | 'ActionProgressed'
  | 'ActionCompleted'
  | 'ActionRescheduled'
  | 'ActionFellDue'
  | 'ActionPassedOn'
  | 'EvidenceAttached'
  | 'EvidenceWithdrawn'
  | 'IndicatorValueRecorded'
  | 'GivenRatingRecorded'
  | 'GivenRatingPublished'
  | 'TrajectoryAgreed'
  | 'TrajectoryRevised'
  | 'TrajectoryValuesRecorded'
  | 'BoardConsulted'
  | 'RecordCorrected'
  | 'RecordWithdrawn'
> = {
  CheckpointMeetingHeld: whenLive((state, data, revision) =>
    keeping(state, { kind: 'meeting', id: data.meeting, revision, fields: data, original: data, ...fresh }),
  ),
  TeleconferenceHeld: whenLive((state, data, revision) =>
    keeping(state, { kind: 'call', id: data.call, revision, fields: data, original: data, ...fresh }),
  ),
  EvidenceAttached: whenLive((state, data, revision) =>
    keeping(state, { kind: 'evidence', id: data.evidence, revision, fields: data, original: data, ...fresh }),
  ),
  IndicatorValueRecorded: whenLive((state, data, revision) =>
    keeping(state, { kind: 'indicator-value', id: data.indicatorValue, revision, fields: data, original: data, ...fresh }),
  ),
  GivenRatingRecorded: whenLive((state, data, revision) =>
    keeping(state, { kind: 'given-rating', id: data.givenRating, revision, fields: data, original: data, ...fresh }),
  ),
  BoardConsulted: whenLive((state, data, revision) =>
    keeping(state, { kind: 'consultation', id: data.consultation, revision, fields: data, original: data, ...fresh }),
  ),
  GivenRatingPublished: whenLive((state, { givenRating, publishedOn, publishedIn }) =>
    changing(state, givenRating, (record) =>
      record.kind === 'given-rating' ? { ...record, fields: { ...record.fields, publishedOn, publishedIn } } : record,
    ),
  ),
  TrajectoryAgreed: whenLive((state, data, revision) =>
    keeping(state, {
      ...{ kind: 'trajectory', id: data.trajectory, revision, fields: data, original: data, ...fresh },
      ...{ plan: data.months, revisions: [], values: [] },
    }),
  ),
  TrajectoryRevised: whenLive((state, data, revision) =>
    going(state, data.trajectory, (kept) => ({
      ...kept,
      plan: data.months,
      revisions: [...kept.revisions, { ...data, revision }],
    })),
  ),
  TrajectoryValuesRecorded: whenLive((state, { trajectory, values, source, reason, receivedOn }, revision) =>
    going(state, trajectory, (kept) => ({
      ...kept,
      values: [...kept.values, ...values.map((value) => ({ ...value, source, reason, receivedOn, revision }))],
    })),
  ),
  ActionAgreed: whenLive((state, data, revision) =>
    keeping(state, {
      ...{ kind: 'action', id: data.action, revision, fields: data, original: data, ...fresh },
      ...{ progress: [], reschedules: [], fellDue: undefined, passedOn: undefined, completed: undefined },
    }),
  ),
  ActionProgressed: whenLive((state, { action, note, progressedOn }, revision) =>
    followingUp(state, action, (kept) => ({ ...kept, progress: [...kept.progress, { note, progressedOn, revision }] })),
  ),
  ActionCompleted: whenLive((state, { action, note, completedOn }, revision) =>
    followingUp(state, action, (kept) => ({ ...kept, completed: { completedOn, note, revision } })),
  ),
  ActionRescheduled: whenLive((state, { action, from, to, reason, decidedOn }, revision) =>
    followingUp(state, action, (kept) => ({
      ...kept,
      fields: { ...kept.fields, due: to },
      reschedules: [...kept.reschedules, { from, to, reason, decidedOn, revision }],
    })),
  ),
  ActionFellDue: whenLive((state, { action, due, fellDueOn }, revision) =>
    followingUp(state, action, (kept) => ({ ...kept, fellDue: { due, fellDueOn, revision } })),
  ),
  ActionPassedOn: whenLive((state, { action, to, mergedOn }, revision) =>
    followingUp(state, action, (kept) => ({ ...kept, passedOn: { to, mergedOn, revision } })),
  ),
  EvidenceWithdrawn: whenLive((state, { evidence, reason, withdrawnOn }, revision) =>
    changing(state, evidence, (kept) => ({ ...kept, withdrawn: { reason, withdrawnOn, revision } })),
  ),
  RecordWithdrawn: whenLive((state, { record, reason, withdrawnOn }, revision) =>
    changing(state, record, (kept) => ({ ...kept, withdrawn: { reason, withdrawnOn, revision } })),
  ),
  RecordCorrected: whenLive((state, data, revision) => changing(state, data.record, (kept) => corrected(kept, data, revision))),
};

const keeping = (state: LiveAssessment, record: KeptRecord): LiveAssessment => ({
  ...state,
  records: state.records.with(record.id, record),
});

function changing(state: LiveAssessment, id: string, change: (record: KeptRecord) => KeptRecord): LiveAssessment {
  const record = state.records.get(id);
  return record === undefined ? state : keeping(state, change(record));
}

const followingUp = (state: LiveAssessment, id: string, change: (action: ActionRecord) => ActionRecord): LiveAssessment =>
  changing(state, id, (record) => (record.kind === 'action' ? change(record) : record));

const going = (state: LiveAssessment, id: string, change: (trajectory: TrajectoryRecord) => TrajectoryRecord): LiveAssessment =>
  changing(state, id, (record) => (record.kind === 'trajectory' ? change(record) : record));

function corrected(record: KeptRecord, data: AssessmentEventOf<'RecordCorrected'>['data'], revision: bigint): KeptRecord {
  const { reason, correctedOn } = data;
  const changes = [...data.texts, ...data.values];
  const fields = changes.map(({ field, value }) => ({ field, before: valueAt(record.fields, field), value }));
  const correction = { revision, reason, correctedOn, fields };
  return applying(record, changes, (kept) => [...kept.corrections, correction]);
}

function applying<Kind extends KeptRecord>(
  record: Kind,
  changes: readonly { readonly field: string; readonly value: string | boolean }[],
  corrections: (record: Kind) => KeptRecord['corrections'],
): Kind {
  const fields = changes.reduce((value, change) => withValueAt(value, change.field, change.value), record.fields);
  return { ...record, fields, corrections: corrections(record) };
}
