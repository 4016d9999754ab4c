import { z } from 'zod';

/** The stages a panel may sit at, in the order of the ladder. */
export const PANEL_STAGES = ['local', 'regional', 'national', 'confirmation'] as const;
export const panelStage = z.enum(PANEL_STAGES);
export type PanelStage = z.infer<typeof panelStage>;

/** The kind of area a panel at each stage sits for (docs/assessment.md, Stages). */
export const areaKindOf: Readonly<Record<PanelStage, 'office' | 'region' | 'england'>> = {
  local: 'office',
  regional: 'region',
  national: 'england',
  confirmation: 'england',
};

/** The area of a panel that sits for all of England. */
export const ENGLAND = 'england';

/** What a panel sits for. */
export interface Scope {
  readonly stage: PanelStage;
  /** The code of an office or a region, or `england`. */
  readonly area: string;
  readonly framework: string;
  readonly period: string;
}

/** Of which framework and period an assessment is, and where it lies. */
export interface Placed {
  readonly framework: string;
  readonly period: string;
  readonly office: string;
  readonly region: string;
}

/** The id of the sitting of a panel on a day: there is one a day for each scope. */
export const panelIdOf = ({ stage, area, framework, period }: Scope, sitsOn: string): string =>
  [stage, area, framework, period, sitsOn].join('.');

const ID = new RegExp(`^(?:${PANEL_STAGES.join('|')})\\.[\\w-]+\\.[\\w-]+\\.[\\w-]+\\.\\d{4}-\\d{2}-\\d{2}$`);

/** Whether a text has the form of a sitting's id. */
export const isPanelId = (text: string): boolean => ID.test(text);

/** Whether an assessment is the panel's to judge. */
export function covers({ stage, area, framework, period }: Scope, placed: Placed): boolean {
  if (framework !== placed.framework || period !== placed.period) return false;
  return area === areaAt(stage, placed);
}

/** The area whose panel judges an assessment at a stage. */
export function areaAt(stage: PanelStage, { office, region }: Pick<Placed, 'office' | 'region'>): string {
  if (areaKindOf[stage] === 'office') return office;
  return areaKindOf[stage] === 'region' ? region : ENGLAND;
}

/** Where the assessments of a scope lie. */
export function placeIn({ stage, area }: Scope): { readonly office?: string; readonly region?: string } {
  const kind = areaKindOf[stage];
  return kind === 'office' ? { office: area } : kind === 'region' ? { region: area } : {};
}
