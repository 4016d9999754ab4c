import type { EntityManager } from 'typeorm';
import type { EventReader, ProjectedEvent, Projection } from '#platform/projections/projection.js';
import type { AssessmentEvent } from '../../core/assessment/events.js';
import { type About, aboutAfter, termsBroughtBy } from './about.js';
import { type BriefTerms, briefTermsOf, digestOf } from './brief-terms.js';
import { PendingWrites, putRows, type Row, type TableShape, type Write } from './pending-writes.js';

/** An event of an assessment, as recorded. */
export type RecordedAssessmentEvent = ProjectedEvent<AssessmentEvent>;

/** An assessment in the middle of a fold: about whom, under which terms (both after the event), and what the fold has kept. */
export interface Folded<State> {
  readonly assessment: string;
  readonly about: About;
  readonly terms: BriefTerms;
  /** The digest the terms are kept under. */
  readonly termsDigest: string;
  readonly state: State;
}

/** What an event does to a read model: the state for the next event, and what is to be written. */
export interface Step<State> {
  readonly state: State;
  readonly writes: readonly Write[];
}

/** A read model as a pure fold over each assessment. Its state must survive JSON. */
export interface AssessmentFold<State> {
  readonly name: string;
  readonly version: number;
  readonly tables: readonly TableShape[];
  readonly initialState: State;
  step(before: Folded<State>, event: RecordedAssessmentEvent): Step<State>;
}

interface Kept<State> {
  readonly about: About | undefined;
  readonly termsDigest: string | undefined;
  readonly state: State;
}

const STREAM_PREFIX = 'assessment-';

/** The assessment a stream holds; undefined for any other stream. */
export const assessmentOfStream = (stream: string): string | undefined =>
  stream.startsWith(STREAM_PREFIX) ? stream.slice(STREAM_PREFIX.length) : undefined;

/** The names of the two tables in which a fold keeps what it needs between batches. */
export const keptTables = (fold: Pick<AssessmentFold<unknown>, 'name' | 'version'>): { state: string; terms: string } => {
  const base = fold.name.replaceAll('-', '_');
  const version = String(fold.version);
  return { state: `${base}_kept_v${version}`, terms: `${base}_terms_v${version}` };
};

/**
 * Runs a fold over batches of the log: what it kept of the touched assessments is fetched once, folded on in memory, and written
 * back once. Terms are kept by their digest, once however many assessments share them.
 */
export class PerAssessmentProjection<State> implements Projection<AssessmentEvent> {
  readonly name: string;
  readonly version: number;
  readonly tables: readonly string[];
  readonly #kept: { readonly state: string; readonly terms: string };
  /** Terms never change under their digest, so what was read once holds for ever. */
  readonly #termsByDigest = new Map<string, BriefTerms>();

  constructor(
    private readonly fold: AssessmentFold<State>,
    readonly reader: EventReader<AssessmentEvent>,
  ) {
    this.name = fold.name;
    this.version = fold.version;
    this.#kept = keptTables(fold);
    this.tables = [...fold.tables.map((table) => table.name), this.#kept.state, this.#kept.terms];
  }

  async apply(events: readonly RecordedAssessmentEvent[], manager: EntityManager): Promise<void> {
    const ofAssessments = events.flatMap((event) => {
      const assessment = assessmentOfStream(event.stream);
      return assessment === undefined ? [] : [{ assessment, event }];
    });
    const touched = [...new Set(ofAssessments.map(({ assessment }) => assessment))];
    const memory = await this.#recall(touched, manager);
    const writes = new PendingWrites(this.fold.tables);
    const broughtDigests = new Set<string>();
    for (const { assessment, event } of ofAssessments) {
      const kept = this.#withTerms(memory.get(assessment), event.event, broughtDigests);
      const { state, writes: wanted } = this.fold.step(this.#folded(assessment, kept, event), event);
      wanted.forEach((write) => writes.add(write));
      memory.set(assessment, { ...kept, state });
    }
    await writes.flush(manager);
    await this.#keep(memory, broughtDigests, manager);
  }

  async #recall(assessments: readonly string[], manager: EntityManager): Promise<Map<string, Kept<State>>> {
    const rows: { assessment: string; kept: Kept<State> }[] = await manager.query(
      `select assessment, kept from ${this.#kept.state} where assessment = any($1::text[])`,
      [assessments],
    );
    const memory = new Map(rows.map(({ assessment, kept }) => [assessment, kept]));
    await this.#recallTerms(memory, manager);
    return memory;
  }

  async #recallTerms(memory: ReadonlyMap<string, Kept<State>>, manager: EntityManager): Promise<void> {
    const digests = new Set([...memory.values()].flatMap(({ termsDigest }) => termsDigest ?? []));
    const unknown = [...digests].filter((digest) => !this.#termsByDigest.has(digest));
    if (unknown.length === 0) return;
    const rows: { digest: string; terms: BriefTerms }[] = await manager.query(
      `select digest, terms from ${this.#kept.terms} where digest = any($1::text[])`,
      [unknown],
    );
    rows.forEach(({ digest, terms }) => this.#termsByDigest.set(digest, terms));
  }

  #withTerms(kept: Kept<State> | undefined, event: AssessmentEvent, brought: Set<string>): Kept<State> {
    const terms = termsBroughtBy(event);
    let termsDigest = kept?.termsDigest;
    if (terms !== undefined) {
      const brief = briefTermsOf(terms);
      termsDigest = digestOf(brief);
      this.#termsByDigest.set(termsDigest, brief);
      brought.add(termsDigest);
    }
    return { about: aboutAfter(kept?.about, event), termsDigest, state: kept?.state ?? this.fold.initialState };
  }

  #folded(assessment: string, { about, termsDigest, state }: Kept<State>, event: RecordedAssessmentEvent): Folded<State> {
    const terms = termsDigest === undefined ? undefined : this.#termsByDigest.get(termsDigest);
    if (about === undefined || termsDigest === undefined || terms === undefined)
      throw new Error(`${event.event.type} of assessment ${assessment} comes before its opening`);
    return { assessment, about, terms, termsDigest, state };
  }

  async #keep(memory: ReadonlyMap<string, Kept<State>>, brought: ReadonlySet<string>, manager: EntityManager): Promise<void> {
    const terms: Row[] = [...brought].map((digest) => ({ digest, terms: this.#termsByDigest.get(digest) }));
    await putRows(manager, { name: this.#kept.terms, key: ['digest'] }, terms);
    const states: Row[] = [...memory].map(([assessment, kept]) => ({ assessment, kept }));
    await putRows(manager, { name: this.#kept.state, key: ['assessment'] }, states);
  }
}
