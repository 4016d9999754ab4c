import type { DataSource } from 'typeorm';
import { assessmentCodec, type AssessmentEvent, type AssessmentEventOf } from '#assessment/contract.js';
import { type EventReader, type ProjectedEvent, projectEvents } from '#platform/projections/projection.js';
import type { Row } from '#platform/projections/writes.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';

const TABLE = 'sitting_decisions_v1';

type Decision = AssessmentEventOf<'StageDecided' | 'RatingsConfirmed' | 'ConfirmationReturned'>;

/** A decision on one assessment that names a sitting as the panel that took it. People are ids. */
export interface SittingDecision {
  readonly assessment: string;
  readonly event: Decision;
  readonly recordedAt: string;
  readonly recordedBy: string;
  /** The assessment's revision that is the decision, and where it lies in the log. */
  readonly revision: string;
  readonly position: string;
}

const DECISIONS: readonly AssessmentEvent['type'][] = ['StageDecided', 'RatingsConfirmed', 'ConfirmationReturned'];
const isDecision = (event: AssessmentEvent): event is Decision => DECISIONS.includes(event.type);

const ofAssessments = readerOf(assessmentCodec);
const reader: EventReader<AssessmentEvent> = {
  storedNames: ofAssessments.storedNames.filter((name) => DECISIONS.some((type) => name.startsWith(`${type}.`))),
  read: (recorded) => ofAssessments.read(recorded),
};

/** What sittings decided, by the sitting the decision names. Never changed: a decision is not taken back. */
export const sittingDecisionsProjection = projectEvents<AssessmentEvent>(
  { name: 'sitting-decisions', version: 1, shapes: [{ name: TABLE, key: ['sitting', 'position'] }], reader },
  (recorded) => {
    const { event } = recorded;
    if (!isDecision(event) || event.data.panel === undefined) return [];
    const sitting = event.data.panel;
    return [{ do: 'insert', table: TABLE, row: () => rowOf(sitting, recorded) }];
  },
);

function rowOf(sitting: string, recorded: ProjectedEvent<AssessmentEvent>): Row {
  return {
    sitting,
    position: String(recorded.position),
    assessment: recorded.stream.slice('assessment-'.length),
    revision: String(recorded.revision),
    recorded_at: recorded.recordedAt,
    recorded_by: recorded.metadata.actor,
    event: recorded.event,
  };
}

/** Finds what sittings decided. */
export class SittingDecisionsQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** What a sitting decided by a position of the log, in the order recorded. */
  of(sitting: string, asAt?: bigint): Promise<readonly SittingDecision[]> {
    return this.dataSource.query<SittingDecision[]>(
      `select assessment, event, recorded_at as "recordedAt", recorded_by as "recordedBy", revision, position from ${TABLE}
        where sitting = $1 and ($2::bigint is null or position <= $2) order by position`,
      [sitting, asAt === undefined ? null : String(asAt)],
    );
  }
}
