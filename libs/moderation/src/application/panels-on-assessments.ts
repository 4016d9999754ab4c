import { Inject, Injectable } from '@nestjs/common';
import type { PanelFacts, PanelQuestion, PanelsOnAssessments, SittingFacts } from '#assessment/contract.js';
import { panelStream } from '../core/panel/events.js';
import { areaAt, covers, isPanelId } from '../core/panel/scope.js';
import { batchBeingApplied, isRecused, isSitting, type Panel, type Sitting, votersOf } from '../core/panel/state.js';
import { PanelsQuery } from '../read/panels-query.js';
import { PANEL_DECISIONS, type PanelDecisions } from './panel-decisions.js';

interface KnownSitting {
  readonly id: string;
  readonly sitting: Panel & Sitting;
}

/**
 * Tells the assessments' context what panels bring to a decision. Which sittings there are is looked up in the list; what they
 * say is read from their own streams, so that an opening, a recusal or a decision recorded a moment ago counts.
 */
@Injectable()
export class PanelFactsFromSittings implements PanelsOnAssessments {
  constructor(
    @Inject(PANEL_DECISIONS) private readonly decisions: PanelDecisions,
    private readonly panels: PanelsQuery,
  ) {}

  async about(question: PanelQuestion): Promise<PanelFacts> {
    const { assessment, stage, organisation, framework, period, panel } = question;
    const named = panel !== undefined && isPanelId(panel) ? panel : undefined;
    const ofScope = await this.panels.ofScope({ stage, area: areaAt(stage, question), framework, period });
    const ids = new Set(named === undefined ? ofScope : [...ofScope, named]);
    const sittings = await this.#sittings([...ids]);
    const ofIt = sittings.filter(({ sitting }) => sitting.stage === stage && covers(sitting, question));
    const opened = ofIt.find(({ sitting }) => sitting.status === 'open' && sitting.papers?.byAssessment.has(assessment) === true);
    const applying = ofIt.flatMap(({ id, sitting }) => {
      const batch = batchBeingApplied(sitting, assessment)?.batch;
      return batch === undefined ? [] : [{ panel: id, batch }];
    })[0];
    return {
      sitting: named === undefined ? undefined : factsOf(named, sittings, question),
      recused: recusedOf(ofIt, organisation),
      papersOpenedBy: opened?.id,
      beingApplied: applying,
    };
  }

  async #sittings(ids: readonly string[]): Promise<readonly KnownSitting[]> {
    const folded = await Promise.all(ids.map((id) => this.decisions.current(panelStream(id))));
    return folded.flatMap(({ state }, index) => {
      const id = ids[index];
      return id !== undefined && isSitting(state) ? [{ id, sitting: state }] : [];
    });
  }
}

function factsOf(id: string, sittings: readonly KnownSitting[], question: PanelQuestion): SittingFacts | 'unknown' {
  const sitting = sittings.find((one) => one.id === id)?.sitting;
  if (sitting === undefined) return 'unknown';
  return {
    ...{ id, status: sitting.status, quorum: sitting.quorum, sitsOn: sitting.convened.sitsOn },
    covers: sitting.stage === question.stage && covers(sitting, question),
    present: sitting.attendance?.present ?? [],
  };
}

const recusedOf = (sittings: readonly KnownSitting[], organisation: string): readonly string[] => [
  ...new Set(sittings.flatMap(({ sitting }) => votersOf(sitting).filter((person) => isRecused(sitting, person, organisation)))),
];
