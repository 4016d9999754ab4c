import type { Report } from './finding.js';
import { type Pack, type Stage, STAGES } from '../pack.js';
import { CADENCES } from '../period.js';

/** Stages may be left out, never reordered or repeated; what is said about a stage, or a cadence, is said about one there is. */
export function validateStages({ moderation, boardConsultation }: Pack, report: Report): void {
  const held = new Set<Stage>();
  for (const cadence of CADENCES) {
    const stages = moderation[cadence] ?? [];
    for (const stage of stages) held.add(stage);
    const ranks = stages.map((stage) => STAGES.indexOf(stage));
    if (ranks.some((rank, index) => index > 0 && rank <= (ranks[index - 1] ?? -1)))
      report('stages-in-order', `moderation/${cadence}`, `stages stand in the order ${STAGES.join(', ')}, each at most once`);
  }
  boardConsultation?.cadences.forEach((cadence, index) => {
    if (moderation[cadence] === undefined)
      report('consultation-where-rated', `boardConsultation/cadences/${String(index)}`, `this pack rates no ${cadence}`);
  });
  for (const list of ['mayBeSkipped', 'needsPanel'] as const)
    moderation[list].forEach((stage, index) => {
      if (!held.has(stage))
        report('stages-held', `moderation/${list}/${String(index)}`, `${stage} is a stage of no cadence of this pack`);
    });
}
