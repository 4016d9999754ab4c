import { Inject, Injectable } from '@nestjs/common';
import type { PanelFacts, PanelQuestion, SittingFacts } from '#assessment/contract.js';
import { panelStream } from '../core/panel/events.js';
import { covers, type Scope } from '../core/panel/scope.js';
import { batchBeingApplied, isRecused, isSitting, type Panel, type Sitting, votersOf } from '../core/panel/state.js';
import { PanelsQuery } from '../read/panels-query.js';
import { PANEL_DECISIONS, type PanelDecisions } from './panel-decisions.js';

/** A sitting by its id. */
export interface KnownSitting {
  readonly id: string;
  readonly sitting: Panel & Sitting;
}

/**
 * The sittings of a scope. Which there are is looked up in the list; what they say is read from their own streams, so that an
 * opening, a recusal or a decision recorded a moment ago counts.
 */
@Injectable()
export class SittingsInScope {
  constructor(
    @Inject(PANEL_DECISIONS) private readonly decisions: PanelDecisions,
    private readonly panels: PanelsQuery,
  ) {}

  /** Those of a scope that were not called off, and the one named, whatever its scope. */
  async of(scope: Scope, named?: string): Promise<readonly KnownSitting[]> {
    const ofScope = await this.panels.ofScope(scope);
    const ids = [...new Set(named === undefined ? ofScope : [...ofScope, named])];
    const folded = await Promise.all(ids.map((id) => this.decisions.current(panelStream(id))));
    return folded.flatMap(({ state }, index) => {
      const id = ids[index];
      return id !== undefined && isSitting(state) ? [{ id, sitting: state }] : [];
    });
  }
}

/** What sittings bring to a decision on an assessment; `named` is the one the decision names. */
export function factsOn(sittings: readonly KnownSitting[], question: PanelQuestion, named: string | undefined): PanelFacts {
  const { assessment, organisation } = question;
  const ofIt = sittings.filter(({ sitting }) => sitting.stage === question.stage && covers(sitting, question));
  const opened = ofIt.find(({ sitting }) => sitting.status === 'open' && sitting.papers?.byAssessment.has(assessment) === true);
  return {
    sitting: named === undefined ? undefined : sittingFacts(named, sittings, question),
    recused: recusedOf(ofIt, organisation),
    papersOpenedBy: opened?.id,
    beingApplied: beingAppliedBy(ofIt, assessment),
  };
}

/** The decision on many at once that has yet to be carried to an assessment. */
export function beingAppliedBy(sittings: readonly KnownSitting[], assessment: string): PanelFacts['beingApplied'] {
  for (const { id, sitting } of sittings) {
    const batch = batchBeingApplied(sitting, assessment)?.batch;
    if (batch !== undefined) return { panel: id, batch };
  }
  return undefined;
}

function sittingFacts(id: string, sittings: readonly KnownSitting[], question: PanelQuestion): SittingFacts | 'unknown' {
  const sitting = sittings.find((one) => one.id === id)?.sitting;
  if (sitting === undefined) return 'unknown';
  return {
    ...{ id, status: sitting.status, quorum: sitting.quorum, sitsOn: sitting.convened.sitsOn },
    covers: sitting.stage === question.stage && covers(sitting, question),
    present: sitting.attendance?.present ?? [],
  };
}

/** Whom any of these sittings has recused of an organisation. */
export const recusedOf = (sittings: readonly KnownSitting[], organisation: string): readonly string[] => [
  ...new Set(sittings.flatMap(({ sitting }) => votersOf(sitting).filter((person) => isRecused(sitting, person, organisation)))),
];
