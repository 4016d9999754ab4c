import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Person } from '#identity/contract.js';
import type { EventStore, RecordedEvent } from '#platform/event-store/port.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { assessmentCodec } from '../core/assessment/codec.js';
import type { AssessmentEvent } from '../core/assessment/events.js';
import { ASSESSMENT_DECISIONS, type AssessmentDecisions, assessmentStream } from './assessment-decisions.js';
import { seesWhole } from './who-may-read.js';

/** An event of an assessment with where, when and by whom it was recorded, its texts opened. */
export type AssessmentHistoryEvent = Omit<RecordedEvent, 'payload' | 'textKey'> & AssessmentEventBody;
interface AssessmentEventBody {
  readonly event: AssessmentEvent;
}

/** An assessment's stream as recorded; undefined when it is not there, or not the person's to see. */
export class ReadAssessmentEvents extends Query<readonly AssessmentHistoryEvent[] | undefined> {
  constructor(
    readonly person: Person,
    readonly id: string,
    /** Only what was recorded up to that position of the log. */
    readonly upToPosition?: bigint | undefined,
  ) {
    super();
  }
}

@QueryHandler(ReadAssessmentEvents)
export class ReadAssessmentEventsHandler implements IQueryHandler<ReadAssessmentEvents> {
  private readonly reader = readerOf(assessmentCodec);

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(ASSESSMENT_DECISIONS) private readonly decisions: AssessmentDecisions,
  ) {}

  async execute({ person, id, upToPosition }: ReadAssessmentEvents): Promise<readonly AssessmentHistoryEvent[] | undefined> {
    const stream = assessmentStream(id);
    const { state } = await this.decisions.current(stream);
    if (!seesWhole(person, state)) return undefined;
    const recorded = await this.store.readStream(stream, upToPosition === undefined ? {} : { upToPosition });
    return recorded.map((one) => {
      const { payload: _, textKey: __, ...envelope } = one;
      return { ...envelope, event: this.reader.read(one) };
    });
  }
}
