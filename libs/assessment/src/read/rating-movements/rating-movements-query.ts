import type { DataSource } from 'typeorm';
import { type Moment, positionOf, recordedBy } from '../per-assessment/moment.js';
import { type Shown, shownTo } from '../visible-drafts.js';

/** The stages a movement can be asked of; `through` compares what came into moderation with what has left its last stage so far. */
export const MOVEMENT_STAGES = ['local', 'regional', 'national', 'confirmation', 'through'] as const;
export type MovementStage = (typeof MOVEMENT_STAGES)[number];

/** What movements are counted by. */
export const MOVEMENT_GROUPS = ['stage', 'region', 'office', 'item', 'panel', 'period'] as const;
export type MovementGroup = (typeof MOVEMENT_GROUPS)[number];

/** Which decisions to count; all of what is left out. */
export interface MovementsQuestion extends Moment {
  readonly framework?: string | undefined;
  readonly period?: string | undefined;
  /** Every stage's decisions when left out. */
  readonly stage?: MovementStage | undefined;
  readonly region?: string | undefined;
  readonly office?: string | undefined;
  readonly item?: string | undefined;
  readonly panel?: string | undefined;
  readonly show: Shown;
  readonly includeExamples?: boolean | undefined;
}

/** How many items were judged, and what became of them. Shares are between 0 and 1; steps are places on the item's scale. */
export interface MovementCount {
  /** The stage, code, item or sitting; the words for it stand beside it. */
  readonly key: string;
  readonly label: string;
  readonly assessments: number;
  /** Decisions on an item that had a rating: upheld, confirmed or changed. */
  readonly judged: number;
  readonly changed: number;
  readonly shareChanged: number;
  /** Of the changed: how many moved because a rule followed what people changed. */
  readonly changedByRule: number;
  readonly better: number;
  readonly worse: number;
  /** Of the changed: to or from not applicable, which is on no scale. */
  readonly offTheScale: number;
  /** Of those that moved on their scale, how far on average, whichever way; null where none did. */
  readonly meanSteps: number | null;
  /** Items sent back for another round. */
  readonly returned: number;
}

/** How often a rating went into moderation as one thing and came out as another. */
export interface MovementCell {
  readonly framework: string;
  readonly frameworkTitle: string;
  readonly scale: string;
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

/** The same, told apart by everything it can be counted by: the rows of a file. */
export interface DetailedMovement extends Omit<MovementCell, 'frameworkTitle'> {
  readonly period: string;
  readonly stage: string;
  readonly region: string;
  readonly regionName: string;
  readonly office: string;
  readonly officeName: string;
  readonly panel: string | null;
  readonly item: string;
  readonly itemLabel: string;
}

/**
 * How long a stage took, in days from the decision before it (or the submission) to its own. Days that were recorded the other
 * way round tell of no length, and are left out.
 */
export interface StageDuration {
  readonly stage: string;
  readonly decisions: number;
  readonly medianDays: number;
  readonly ninetiethDays: number;
  readonly longestDays: number;
}

/** A rating that a stage moved, with its reason: what a panel looks back on. */
export interface RatingMove {
  readonly assessment: string;
  readonly organisation: string;
  readonly organisationName: string;
  readonly period: string;
  readonly stage: string;
  readonly panel: string | null;
  readonly item: string;
  readonly itemLabel: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string | null;
  readonly decidedOn: string;
  readonly position: string;
}

const COLUMN: Readonly<Record<MovementGroup, { readonly key: string; readonly label: string }>> = {
  stage: { key: 'stage', label: 'stage' },
  region: { key: 'region', label: 'region_name' },
  office: { key: 'office', label: 'office_name' },
  item: { key: 'item', label: 'item_label' },
  panel: { key: `coalesce(panel, '')`, label: `coalesce(panel, 'No sitting named')` },
  period: { key: 'period', label: 'period' },
};

const MATCHING = `${recordedBy('$1', 'position')} and ${shownTo('$2', 'false')}
  and ($3::text is null or framework = $3) and ($4::text is null or period = $4)
  and ($5::text is null or region = $5) and ($6::text is null or office = $6)
  and ($7::text is null or item = $7) and ($8::text is null or panel = $8)
  and ($9::boolean or organisation_kind <> 'example')`;

/** Each decision on an item, as it stands in the table. */
const EACH = `select * from rating_movements_v1 where ${MATCHING} and item <> '' and ($10::text is null or stage = $10)`;

/** One row an item for its last round: from what it came in as to what its last stage so far made of it. */
const THROUGH = `select distinct on (assessment, item) ${[
  ...['assessment', 'organisation', 'organisation_name', 'office', 'office_name', 'region', 'region_name', 'period', 'framework'],
  ...['framework_title', 'position', 'panel', 'item', 'item_label', 'item_order', 'scale', 'reason', 'decided_on'],
].join(', ')}, 'through' as stage, first_value(from_rating) over w as from_rating, last_value(to_rating) over w as to_rating,
    case when first_value(from_rating) over w is distinct from last_value(to_rating) over w then 'changed' else 'upheld' end as outcome,
    case when bool_or(steps is null) over w then null else sum(steps) over w end as steps,
    bool_and(by_rule or outcome <> 'changed') over w as by_rule
  from (select *, max(round) over (partition by assessment) as last_round from rating_movements_v1 where ${MATCHING} and item <> '') as known
  where round = last_round and outcome <> 'returned' and $10::text is not null
  window w as (partition by assessment, item order by position rows between unbounded preceding and unbounded following)
  order by assessment, item, position desc`;

const rowsFor = (stage: MovementStage | undefined): string => (stage === 'through' ? THROUGH : EACH);

const JUDGED = `outcome in ('upheld', 'confirmed', 'changed') and from_rating is not null and to_rating is not null`;

/** Counts what moderation made of ratings. Withdrawn assessments are left out as of the withdrawal. */
export class RatingMovementsQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** Counted by one thing, in the order of the ladder or by name. */
  async counts(question: MovementsQuestion, by: MovementGroup): Promise<readonly MovementCount[]> {
    const { key, label } = COLUMN[by];
    const rows = await this.dataSource.query<Omit<MovementCount, 'shareChanged'>[]>(
      `select ${key} as key, min(${label}) as label, count(distinct assessment)::int as assessments,
          count(*) filter (where ${JUDGED})::int as judged,
          count(*) filter (where ${JUDGED} and outcome = 'changed')::int as changed,
          count(*) filter (where ${JUDGED} and outcome = 'changed' and by_rule)::int as "changedByRule",
          count(*) filter (where ${JUDGED} and steps < 0)::int as better,
          count(*) filter (where ${JUDGED} and steps > 0)::int as worse,
          count(*) filter (where ${JUDGED} and outcome = 'changed' and steps is null)::int as "offTheScale",
          (avg(abs(steps)) filter (where ${JUDGED} and steps <> 0))::float as "meanSteps",
          count(*) filter (where outcome = 'returned')::int as returned
        from (${rowsFor(question.stage)}) as movements group by ${key} order by min(${orderOf(by)}), min(${label})`,
      parametersOf(question),
    );
    return rows.map((row) => ({ ...row, shareChanged: row.judged === 0 ? 0 : row.changed / row.judged }));
  }

  /** From what to what, per framework and scale; only pairs that occurred. */
  cells(question: MovementsQuestion): Promise<readonly MovementCell[]> {
    return this.dataSource.query<MovementCell[]>(
      `select framework, min(framework_title) as "frameworkTitle", scale, from_rating as "from", to_rating as "to", count(*)::int as count
        from (${rowsFor(question.stage)}) as movements where ${JUDGED}
        group by framework, scale, from_rating, to_rating order by framework, scale, from_rating, to_rating`,
      parametersOf(question),
    );
  }

  /** The same, told apart by stage, region, office, sitting and item. */
  detailed(question: MovementsQuestion): Promise<readonly DetailedMovement[]> {
    return this.dataSource.query<DetailedMovement[]>(
      `select framework, period, stage, region, min(region_name) as "regionName", office, min(office_name) as "officeName", panel, item,
          min(item_label) as "itemLabel", scale, from_rating as "from", to_rating as "to", count(*)::int as count
        from (${rowsFor(question.stage)}) as movements where ${JUDGED}
        group by framework, period, stage, region, office, panel, item, scale, from_rating, to_rating
        order by framework, period, stage, region, office, panel, item, from_rating, to_rating`,
      parametersOf(question),
    );
  }

  /** How long each stage took; the item asked for does not matter. */
  durations(question: MovementsQuestion): Promise<readonly StageDuration[]> {
    const { stage, ...others } = question;
    return this.dataSource.query<StageDuration[]>(
      `select stage, count(*)::int as decisions, percentile_disc(0.5) within group (order by days)::int as "medianDays",
          percentile_disc(0.9) within group (order by days)::int as "ninetiethDays", max(days)::int as "longestDays"
        from (select stage, decided_on::date - came_on::date as days from rating_movements_v1
               where ${MATCHING} and item = '' and decided_on >= came_on and ($10::text is null or stage = $10)) as taken
        group by stage order by min(${orderOf('stage')})`,
      parametersOf({ ...others, stage: stage === 'through' ? undefined : stage, item: undefined }),
    );
  }

  /** The last ratings that stages moved, latest first. */
  lastMoves(question: MovementsQuestion, limit: number): Promise<readonly RatingMove[]> {
    return this.dataSource.query<RatingMove[]>(
      `select assessment, organisation, organisation_name as "organisationName", period, stage, panel, item, item_label as "itemLabel",
          from_rating as "from", to_rating as "to", reason, decided_on as "decidedOn", position
        from (${EACH}) as movements where ${JUDGED} and outcome = 'changed' order by position desc, item_order limit $11`,
      [...parametersOf(question), limit],
    );
  }
}

/** Stages in the order they sit; everything else by its words. */
const orderOf = (by: MovementGroup): string =>
  by === 'stage'
    ? `array_position(array['local', 'regional', 'national', 'confirmation', 'through'], stage)`
    : by === 'item'
      ? 'item_order'
      : '0';

function parametersOf(question: MovementsQuestion): readonly unknown[] {
  const { framework, period, region, office, item, panel, stage, show, includeExamples = false } = question;
  const asked = [framework, period, region, office, item, panel].map((value) => value ?? null);
  return [positionOf(question), show, ...asked, includeExamples, stage ?? null];
}
