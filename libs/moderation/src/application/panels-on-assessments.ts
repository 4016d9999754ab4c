import { Injectable } from '@nestjs/common';
import type { PanelFacts, PanelQuestion, PanelsOnAssessments } from '#assessment/contract.js';
import { areaAt, isPanelId } from '../core/panel/scope.js';
import { factsOn, SittingsInScope } from './sittings-in-scope.js';

/** Tells the assessments' context what panels bring to a decision. */
@Injectable()
export class PanelFactsFromSittings implements PanelsOnAssessments {
  constructor(private readonly sittings: SittingsInScope) {}

  async about(question: PanelQuestion): Promise<PanelFacts> {
    const { stage, framework, period, panel } = question;
    const named = panel !== undefined && isPanelId(panel) ? panel : undefined;
    const sittings = await this.sittings.of({ stage, area: areaAt(stage, question), framework, period }, named);
    return factsOn(sittings, question, named);
  }
}
