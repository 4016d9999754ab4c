import type { Stage } from '../../core/assessment/framework-terms.js';
import { periodOrder } from '../per-assessment/about.js';
import { labelOrNull } from '../per-assessment/brief-terms.js';
import type { Folded, RecordedAssessmentEvent } from '../per-assessment/per-assessment-projection.js';
import type { Row, Write } from '#platform/projections/writes.js';

export const DOMAIN_STATUS = 'domain_status_v1';
/** The line of what is being worked on here; beside it stand what was published, what was shared, and each transcribed fact by its id. */
export const WORKING = 'working';
export const PUBLISHED = 'published';

/** Why a cell of the grid is empty. */
export type EmptyReason = 'not-rated' | 'no-checkpoint-held' | 'not-computed' | 'not-published';

/** An item's standing on one line. */
export interface Cell {
  readonly item: string;
  /** `working`, `published`, a sharing, or the id of a transcribed fact or of a given rating. */
  readonly line: string;
  readonly rating: string | null;
  /** The stage that last judged it. */
  readonly stage: 'assessor' | Stage | 'given' | 'shared' | 'published' | 'transcribed';
  /** `shared`: a copy for the organisation, of how the item stood when it was shared with it. */
  readonly visibility: 'draft' | 'shared' | 'public';
  readonly round: number | null;
  readonly basis: 'judged' | 'computed' | 'override' | 'given' | 'transcribed' | null;
  readonly certainty: 'published' | 'assumed' | null;
  readonly explanation: string | null;
  readonly computedRating: string | null;
  readonly emptyReason: EmptyReason | null;
  /** The scale a source restated it on, when that is not the item's own. */
  readonly scale: string | null;
  readonly evidence: string | null;
  readonly source: string | null;
  readonly publishedLabel: string | null;
  /** The body and role that gave it. Absent in states kept before any was. */
  readonly givenByBody?: string;
  readonly givenByRole?: string;
  readonly publishedOn: string | null;
  /** The edition it stands in. */
  readonly edition: string | null;
  /** The day it became so; null where the source gives none. */
  readonly businessDate: string | null;
}

/** The cells that hold now, by line and item, each with the position its row holds from. */
export type Cells = Readonly<Record<string, { readonly cell: Cell; readonly from: string }>>;

/** A cell of work in hand that nobody has rated. */
export const unrated = (item: string): Cell => ({
  item,
  line: WORKING,
  rating: null,
  stage: 'assessor',
  visibility: 'draft',
  round: null,
  basis: null,
  certainty: null,
  explanation: null,
  computedRating: null,
  emptyReason: 'not-rated',
  scale: null,
  evidence: null,
  source: null,
  publishedLabel: null,
  publishedOn: null,
  edition: null,
  businessDate: null,
});

const keyOf = ({ line, item }: Pick<Cell, 'line' | 'item'>): string => `${line}/${item}`;

/** The same but for the day and the round: said again, it is no change. */
const saysTheSame = (one: Cell, other: Cell): boolean =>
  (Object.keys(one) as (keyof Cell)[]).every(
    (field) => field === 'businessDate' || field === 'round' || one[field] === other[field],
  );

/** What one event changes in an assessment's cells, and the writes that come of it. */
export class CellChanges {
  readonly writes: Write[] = [];
  readonly #cells: Record<string, { readonly cell: Cell; readonly from: string }>;
  readonly #at: string;

  constructor(
    private readonly folded: Folded<{ readonly cells: Cells }>,
    private readonly recorded: RecordedAssessmentEvent,
  ) {
    this.#cells = { ...folded.state.cells };
    this.#at = String(recorded.position);
  }

  get now(): Cells {
    return this.#cells;
  }

  /** The cells of one line. */
  on(line: string): readonly Cell[] {
    return Object.values(this.#cells).flatMap(({ cell }) => (cell.line === line ? [cell] : []));
  }

  /** The cells of every sharing. */
  shared(): readonly Cell[] {
    return Object.values(this.#cells).flatMap(({ cell }) => (cell.visibility === 'shared' ? [cell] : []));
  }

  /** Puts a cell in place of the one on its line; nothing happens when it says the same. */
  set(cell: Cell): void {
    const before = this.#cells[keyOf(cell)];
    if (before !== undefined && saysTheSame(before.cell, cell)) return;
    this.#write(cell);
  }

  /** Changes each cell of a line. */
  each(line: string, change: (cell: Cell) => Cell): void {
    for (const cell of this.on(line)) this.set(change(cell));
  }

  /** Ends a cell; `wasWrong` when it should never have been, as opposed to being overtaken. */
  remove(cell: Cell, wasWrong: boolean): void {
    this.#close(cell, wasWrong);
    Reflect.deleteProperty(this.#cells, keyOf(cell));
  }

  /** Writes every cell anew, because what stands around it (place, labels) has changed; what was shared stays as it was. */
  rewrite(): void {
    for (const { cell } of Object.values(this.#cells)) if (cell.visibility !== 'shared') this.#write(cell);
  }

  /** Takes all cells off every list. */
  retractAll(): void {
    this.writes.push({ do: 'retract', table: DOMAIN_STATUS, of: { assessment: this.folded.assessment }, at: this.#at });
    this.forget();
  }

  /** Starts from nothing. */
  forget(): void {
    for (const key of Object.keys(this.#cells)) Reflect.deleteProperty(this.#cells, key);
  }

  #write(cell: Cell): void {
    this.#close(cell, false);
    this.#cells[keyOf(cell)] = { cell, from: this.#at };
    this.writes.push({ do: 'insert', table: DOMAIN_STATUS, row: () => rowOf(this.folded, cell, this.recorded) });
  }

  #close({ line, item }: Cell, wasWrong: boolean): void {
    const from = this.#cells[keyOf({ line, item })]?.from;
    if (from === undefined || (from === this.#at && !wasWrong)) return;
    const key = { assessment: this.folded.assessment, item, line, from_position: from };
    this.writes.push({ do: 'close', table: DOMAIN_STATUS, key, at: this.#at, wasWrong });
  }
}

function rowOf({ assessment, about, terms }: Folded<unknown>, cell: Cell, recorded: RecordedAssessmentEvent): Row {
  const order = terms.items.findIndex(({ id }) => id === cell.item);
  const item = terms.items[order];
  const { givenByBody, givenByRole } = cell;
  return {
    assessment,
    organisation: about.organisation,
    organisation_kind: about.organisationKind,
    office: about.office,
    region: about.region,
    period: about.period,
    period_order: periodOrder(about.period),
    organisation_name: about.organisationName,
    year: about.period.slice(0, 7),
    framework: terms.framework.id,
    framework_title: terms.framework.title,
    item: cell.item,
    line: cell.line,
    item_label: item?.label ?? cell.item,
    item_short_label: item?.shortLabel ?? null,
    item_kind: item?.kind ?? null,
    item_order: order,
    rating: cell.rating,
    rating_label: cell.scale === null ? labelOrNull(terms, cell.item, cell.rating) : (cell.publishedLabel ?? cell.rating),
    stage: cell.stage,
    visibility: cell.visibility,
    round: cell.round,
    basis: cell.basis,
    certainty: cell.certainty,
    explanation: cell.explanation,
    computed_rating: cell.computedRating,
    empty_reason: cell.emptyReason,
    scale: cell.scale,
    evidence: cell.evidence,
    source: cell.source,
    published_label: cell.publishedLabel,
    published_on: cell.publishedOn,
    business_date: cell.businessDate,
    edition: cell.edition,
    given_by: givenByBody === undefined ? null : `${givenByRole ?? ''}, ${givenByBody}`,
    revision: String(recorded.revision),
    recorded_at: recorded.recordedAt,
    from_position: String(recorded.position),
    to_position: null,
    retracted_position: null,
  };
}
