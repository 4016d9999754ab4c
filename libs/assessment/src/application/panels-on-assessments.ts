import type { PanelFacts } from '../core/assessment/panel-facts.js';
import type { Stage } from '../core/assessment/framework-terms.js';
import type { LiveAssessment } from '../core/assessment/state.js';

/** The assessment and the stage panels are asked about. */
export interface PanelQuestion {
  readonly assessment: string;
  readonly stage: Stage;
  readonly organisation: string;
  readonly office: string;
  readonly region: string;
  readonly framework: string;
  readonly period: string;
  /** What the command names as the panel: the id of a sitting, or words. */
  readonly panel?: string | undefined;
}

/** What the panels' own context tells of an assessment, for the decisions on it; that context provides it. */
export interface PanelsOnAssessments {
  /** As it stands now in the panels' own streams. */
  about(question: PanelQuestion): Promise<PanelFacts>;
}

/** The injection token of the PanelsOnAssessments. */
export const PANELS_ON_ASSESSMENTS = Symbol('PanelsOnAssessments');

/** What a panel has in hand of an assessment now. */
export interface BeforePanel {
  /** The sitting that has opened its papers on it, since when its submission is not recalled. */
  readonly papersOpenedBy: string | null;
  /** The decision on many at once that has yet to be carried out here: until then it takes no other. */
  readonly beingApplied: { readonly panel: string; readonly batch: string } | null;
}

/** What a question about an assessment is asked with, whichever stage it is about. */
export function aboutIn(assessment: string, stage: Stage, { organisation, office, region, period, terms }: LiveAssessment) {
  const place = { organisation: organisation.code, office: office.code, region: region.code };
  return { assessment, stage, ...place, framework: terms.framework.id, period } satisfies PanelQuestion;
}

/** What the panels of the stage that is due have in hand of an assessment. */
export async function beforePanelOf(
  panels: PanelsOnAssessments,
  assessment: string,
  state: LiveAssessment,
): Promise<BeforePanel> {
  const { stageDue } = state;
  if (stageDue === undefined) return { papersOpenedBy: null, beingApplied: null };
  const { papersOpenedBy = null, beingApplied = null } = await panels.about(aboutIn(assessment, stageDue, state));
  return { papersOpenedBy, beingApplied };
}
