import type { DataSource } from 'typeorm';
import { foldedRows } from '#platform/projections/folded-rows.js';
import type { Scope } from '../core/panel/scope.js';
import { type ListedPanel, PANELS } from './panels-list.js';

/** A sitting as a list shows it. People are ids. */
export interface PanelSummary extends ListedPanel {
  readonly id: string;
}

/** Whose panels: all, those of the committee alone, or those whose area lies in a region or is an office. */
export type PanelsOf = 'all' | 'committee' | `region:${string}` | `office:${string}`;

/** Which sittings to list. */
export interface PanelsQuestion {
  readonly of: PanelsOf;
  readonly stage?: string | undefined;
  readonly framework?: string | undefined;
  readonly period?: string | undefined;
  readonly status?: string | undefined;
  readonly asAt?: bigint | undefined;
}

/** Finds sittings. */
export class PanelsQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** Sittings, the latest day first. */
  async list({ of, stage, framework, period, status, asAt }: PanelsQuestion): Promise<readonly PanelSummary[]> {
    const [kind, code = null] = of.split(':');
    const rows = await foldedRows<ListedPanel>(this.dataSource, PANELS, {
      asAt,
      where: `($2::text is null or known->>'framework' = $2) and ($3::text is null or known->>'period' = $3)
        and ($4::text is null or known->>'stage' = $4) and ($5::text is null or known->>'status' = $5)
        and ($6 = 'all' or ($6 = 'committee' and known->>'stage' = 'confirmation')
          or ($6 = 'region' and $7 in (known->>'area', known->>'region')) or ($6 = 'office' and known->>'area' = $7))`,
      parameters: [framework ?? null, period ?? null, stage ?? null, status ?? null, kind, code],
    });
    return rows
      .map(({ key, known }) => ({ id: key, ...known }))
      .sort((one, other) => other.sitsOn.localeCompare(one.sitsOn) || one.id.localeCompare(other.id));
  }

  /** The ids of the sittings for a scope that were not called off. */
  async ofScope({ stage, area, framework, period }: Scope): Promise<readonly string[]> {
    const rows = await foldedRows<ListedPanel>(this.dataSource, PANELS, {
      where: `known->>'framework' = $2 and known->>'period' = $3 and known->>'stage' = $4 and known->>'area' = $5
        and known->>'status' <> 'cancelled'`,
      parameters: [framework, period, stage, area],
    });
    return rows.map(({ key }) => key);
  }
}
