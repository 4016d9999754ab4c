import type { AssessmentEvent } from '../../core/assessment/events.js';
import { type About, aboutAfter, termsBroughtBy } from '../per-assessment/about.js';
import { type BriefTerms, briefTermsOf } from '../per-assessment/brief-terms.js';
import type { AssessmentFold, RecordedAssessmentEvent } from '../per-assessment/per-assessment-projection.js';
import type { Row, Write } from '#platform/projections/writes.js';

/** The rows of a fold's tables, all together, after some events of one assessment recorded a position apart. No database. */
export function rowsOf<State>(fold: AssessmentFold<State>, events: readonly AssessmentEvent[]): readonly Row[] {
  const rows = new Map<string, Row>();
  let [state, about, terms]: [State, About | undefined, BriefTerms | undefined] = [fold.initialState, undefined, undefined];
  for (const [index, event] of events.entries()) {
    about = aboutAfter(about, event);
    const brought = termsBroughtBy(event);
    terms = brought === undefined ? terms : briefTermsOf(brought);
    if (about === undefined || terms === undefined) throw new Error('the first event must open the assessment');
    const step = fold.step({ assessment: 'A', about, terms, termsDigest: 'digest', state }, recordedAs(event, index));
    state = step.state;
    step.writes.forEach((write) => {
      apply(fold, rows, write);
    });
  }
  return [...rows.values()];
}

function recordedAs(event: AssessmentEvent, index: number): RecordedAssessmentEvent {
  const id = '00000000-0000-5000-8000-000000000000';
  const metadata = { actor: 'alex', role: 'assessor', commandId: id, commandHash: '0', correlationId: id, causationId: id };
  const at = { position: BigInt(index + 1), revision: BigInt(index), recordedAt: '2026-11-22T09:00:00.000Z' };
  return { stream: 'assessment-A', id, metadata, event, ...at };
}

function apply(fold: Pick<AssessmentFold<unknown>, 'tables'>, rows: Map<string, Row>, write: Write): void {
  const key = (row: Row): string =>
    JSON.stringify([
      write.table,
      ...(fold.tables.find(({ name }) => name === write.table)?.key ?? []).map((column) => row[column]),
    ]);
  switch (write.do) {
    case 'insert':
    case 'put': {
      const row = write.row();
      rows.set(key(row), row);
      return;
    }
    case 'close': {
      const end = { to_position: write.at, ...(write.wasWrong === true ? { retracted_position: write.at } : {}) };
      rows.set(key(write.key), { ...rows.get(key(write.key)), ...end });
      return;
    }
    case 'retract':
      for (const [at, row] of rows) rows.set(at, { ...row, retracted_position: row['retracted_position'] ?? write.at });
  }
}
