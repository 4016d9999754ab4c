import type { DataSource } from 'typeorm';
import { type Coverage, comparePartialDates, covers, type PartialDate } from '#kernel/partial-date.js';
import { foldedRows, type KnownRow } from '#platform/projections/folded-rows.js';
import type { InterventionKind, InterventionOutcome } from '../core/intervention/kinds.js';
import { isMet, type KnownIntervention, type Objective } from '../core/intervention/state.js';
import { type InterventionMoment, INTERVENTIONS, type KnownInterventions } from './known-interventions.js';

/** An intervention as readers are told. Dates are as exact as they are known: `2016`, `2018-07`, `2017-08-22`. */
export interface InterventionView {
  readonly id: string;
  /** Of the last thing recorded of it: what varying, ending and correcting it judge (`If-Match`). */
  readonly revision: string;
  readonly kind: InterventionKind;
  /** By the codes they bore then, whatever became of them. */
  readonly organisations: readonly string[];
  readonly alsoBinds: readonly string[];
  readonly from: PartialDate | null;
  readonly until: PartialDate | null;
  /** Whether it ended, goes on as far as is recorded here, or the source it was taken from does not say. */
  readonly standing: 'ended' | 'in-force' | 'end-not-given';
  readonly outcome: InterventionOutcome | null;
  readonly what: string;
  /** The page it was taken from; null for one recorded here by those who began it. */
  readonly source: string | null;
  readonly objectives: readonly (Objective & { readonly met: boolean })[];
  readonly timeline: readonly InterventionMoment[];
  /** Whether it covers the day asked about, as far as the dates tell; absent when no day was asked about. */
  readonly inForce?: Exclude<Coverage, 'no'>;
}

/** Which interventions, and for which moment. */
export interface InterventionsQuestion {
  /** Any of these, under it or bound to help. */
  readonly organisations?: readonly string[] | undefined;
  readonly kind?: InterventionKind | undefined;
  readonly asAt?: bigint | undefined;
  /** Only those that cover the day, surely or possibly. */
  readonly effectiveOn?: string | undefined;
}

/** Answers questions about interventions from the read model. */
export class InterventionsQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** One of them; undefined where it was not recorded by then. */
  async find(id: string, asAt?: bigint): Promise<InterventionView | undefined> {
    const rows = await foldedRows<KnownInterventions>(this.dataSource, INTERVENTIONS, {
      asAt,
      where: 'key = $2',
      parameters: [id],
    });
    return rows.flatMap((row) => viewOf(row))[0];
  }

  /** Those asked for, by their beginning; those whose beginning nobody gives come first. */
  async list({ organisations, kind, asAt, effectiveOn }: InterventionsQuestion = {}): Promise<readonly InterventionView[]> {
    const rows = await foldedRows<KnownInterventions>(this.dataSource, INTERVENTIONS, {
      asAt,
      where: `($2::text[] is null or known->'state'->'organisations' ?| $2 or known->'state'->'alsoBinds' ?| $2)
        and ($3::text is null or known->'state'->>'kind' = $3)`,
      parameters: [organisations ?? null, kind ?? null],
    });
    return rows
      .flatMap((row) => viewOf(row, effectiveOn))
      .sort((one, other) => comparePartialDates(one.from, other.from) || (one.id < other.id ? -1 : 1));
  }
}

function viewOf({ key, known }: KnownRow<KnownInterventions>, day?: string): readonly InterventionView[] {
  const { state, timeline } = known;
  if (state.status === 'unknown') return [];
  const standing = standingOf(state);
  const { from, until } = state;
  const coverage = day === undefined ? undefined : covers({ from, until, isOpen: standing === 'in-force' }, day);
  if (coverage === 'no') return [];
  const { kind, organisations, alsoBinds, what, outcome, imported, objectives } = state;
  return [
    {
      ...{ id: key, kind, organisations, alsoBinds, from, until, standing, outcome, what },
      revision: String(state.revision),
      source: imported?.source ?? null,
      objectives: objectives.map((objective) => ({ ...objective, met: isMet(objective) })),
      timeline,
      ...(coverage === undefined ? {} : { inForce: coverage }),
    },
  ];
}

function standingOf({ until, imported }: KnownIntervention): InterventionView['standing'] {
  if (until !== null) return 'ended';
  return imported === null ? 'in-force' : 'end-not-given';
}
