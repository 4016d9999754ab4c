import { FoldedRows } from '#platform/projections/folded-rows.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { selfAssessmentCodec } from '../core/self-assessment/codec.js';
import { type SelfAssessmentData, type SelfAssessmentEvent, selfAssessmentStream } from '../core/self-assessment/events.js';

/** What lists show of a self-assessment: where it stands, never what anybody wrote. */
export interface KnownSelfAssessmentRow {
  readonly organisation: string;
  readonly organisationName: string;
  readonly office: string;
  readonly region: string;
  readonly framework: string;
  readonly frameworkTitle: string;
  readonly period: string;
  readonly status: 'in-preparation' | 'in-review' | 'final';
  readonly deskReview: boolean;
  readonly round: number;
  readonly startedOn: string;
  readonly submittedOn: string | null;
  readonly returnedOn: string | null;
  readonly finalisedOn: string | null;
}

/** The read model's table. */
export const SELF_ASSESSMENTS = 'self_assessments_v1';

/** Where each self-assessment stood after each event. */
export const selfAssessmentsProjection = new FoldedRows<KnownSelfAssessmentRow, SelfAssessmentEvent>({
  name: 'self-assessments',
  version: 1,
  table: SELF_ASSESSMENTS,
  reader: readerOf(selfAssessmentCodec),
  keyOf: (stream) => stream.slice(selfAssessmentStream('').length),
  take: (known, { event }) => {
    if (event.type === 'SelfAssessmentStarted') return startedRow(event.data);
    if (known === undefined) throw new Error(`${event.type} comes before the start of its self-assessment`);
    return { ...known, ...changeBy(event) };
  },
});

function startedRow({ organisation, office, region, terms, period, startedOn }: SelfAssessmentData<'SelfAssessmentStarted'>) {
  return {
    ...{ organisation: organisation.code, organisationName: organisation.name, office: office.code, region: region.code },
    ...{ framework: terms.framework.id, frameworkTitle: terms.framework.title, period, startedOn },
    ...({ status: 'in-preparation', deskReview: false, round: 1 } as const),
    ...{ submittedOn: null, returnedOn: null, finalisedOn: null },
  };
}

function changeBy(event: SelfAssessmentEvent): Partial<KnownSelfAssessmentRow> {
  switch (event.type) {
    case 'SelfAssessmentSubmitted':
      return { status: 'in-review', submittedOn: event.data.submittedOn, returnedOn: null };
    case 'DeskReviewBegun':
      return { status: 'in-review', deskReview: true };
    case 'SelfAssessmentReturned':
      return { status: 'in-preparation', round: event.data.round + 1, returnedOn: event.data.returnedOn };
    case 'ReturnWithdrawn':
      return { status: 'in-review', returnedOn: null };
    case 'SelfAssessmentFinalised':
      return { status: 'final', finalisedOn: event.data.finalisedOn };
    case 'FinalisationWithdrawn':
      return { status: 'in-review', finalisedOn: null };
    default:
      return {};
  }
}
