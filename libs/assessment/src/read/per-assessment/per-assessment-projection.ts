import {
  type EventReader,
  type ProjectedEvent,
  projectStreams,
  type Step,
  type StreamProjection,
} from '#platform/projections/projection.js';
import type { TableShape } from '#platform/projections/writes.js';
import type { AssessmentEvent } from '../../core/assessment/events.js';
import { type About, aboutAfter, termsBroughtBy } from './about.js';
import { type BriefTerms, briefTermsOf, digestOf } from './brief-terms.js';

/** An event of an assessment, as recorded. */
export type RecordedAssessmentEvent = ProjectedEvent<AssessmentEvent>;

/** Where and when an event was recorded: what rows that are put off hold on to, rather than the whole event. */
export type RecordedAt = Pick<RecordedAssessmentEvent, 'revision' | 'position' | 'recordedAt'>;

export const whenRecorded = ({ revision, position, recordedAt }: RecordedAssessmentEvent): RecordedAt => ({
  revision,
  position,
  recordedAt,
});

/** An assessment in the middle of a fold: about whom, under which terms (both after the event), and the fold's own state. */
export interface Folded<State> {
  readonly assessment: string;
  readonly about: About;
  readonly terms: BriefTerms;
  /** A short name for the terms: equal ones have the same. */
  readonly termsDigest: string;
  readonly state: State;
}

/** A read model as a pure fold over each assessment. */
export interface AssessmentFold<State> {
  readonly name: string;
  readonly version: number;
  readonly tables: readonly TableShape[];
  readonly initialState: State;
  step(before: Folded<State>, event: RecordedAssessmentEvent): Step<State>;
}

/** What is known of an assessment between events. */
interface Known<State> {
  readonly about?: About | undefined;
  readonly terms?: BriefTerms | undefined;
  readonly state: State;
}

const STREAM_PREFIX = 'assessment-';

/** The assessment a stream holds; undefined for any other stream. */
export const assessmentOfStream = (stream: string): string | undefined =>
  stream.startsWith(STREAM_PREFIX) ? stream.slice(STREAM_PREFIX.length) : undefined;

/** A fold over assessments as a projection of their streams. */
export function perAssessment<State>(
  fold: AssessmentFold<State>,
  reader: EventReader<AssessmentEvent>,
): StreamProjection<AssessmentEvent, Known<State>> {
  return projectStreams<AssessmentEvent, Known<State>>({
    ...{ name: fold.name, version: fold.version, shapes: fold.tables, reader },
    initialState: { state: fold.initialState },
    step(before, event) {
      const brought = termsBroughtBy(event.event);
      const about = aboutAfter(before.about, event.event);
      const terms = brought === undefined ? before.terms : briefTermsOf(brought);
      const assessment = assessmentOfStream(event.stream);
      if (assessment === undefined) return { state: before, writes: [] };
      if (about === undefined || terms === undefined)
        throw new Error(`${event.event.type} of assessment ${assessment} comes before its opening`);
      const { state, writes } = fold.step({ assessment, about, terms, termsDigest: digestOf(terms), state: before.state }, event);
      return { state: { about, terms, state }, writes };
    },
  });
}
