import type { DecisionByPanel, PanelFacts, PanelQuestion } from '#assessment/contract.js';
import { decidersOn } from '../core/panel/decide-batch.js';
import type { PanelData } from '../core/panel/events.js';
import type { Scope } from '../core/panel/scope.js';
import { factsOn, type KnownSitting } from './sittings-in-scope.js';

type Batch = Pick<PanelData<'BatchDecided'>, 'decidedBy' | 'decidedOn' | 'reason' | 'committee' | 'reference'> & {
  readonly batch?: string | undefined;
};

/** The ordinary decision that an entry of a decision on many is. A reason that is left out is that of the whole. */
export function decisionOf(
  batch: Batch,
  entry: PanelData<'BatchDecided'>['entries'][number],
  { panel, stage, panels }: { readonly panel: string; readonly stage: Scope['stage']; readonly panels: PanelFacts },
): DecisionByPanel {
  const reason = entry.reason ?? batch.reason;
  return {
    ...{ assessment: entry.assessment, stage, panel, batch: batch.batch, panels, outcome: entry.outcome },
    judged: BigInt(entry.judgedRevision),
    changes: entry.changes.map((change) => ({ ...change, reason: change.reason ?? reason })),
    ...{ items: entry.items, reason },
    ...{
      decidedBy: decidersOn(batch, entry),
      decidedOn: batch.decidedOn,
      committee: batch.committee,
      reference: batch.reference,
    },
  };
}

/** What sittings bring to a decision of one of them on an assessment of its scope. */
export function factsInScope(
  sittings: readonly KnownSitting[],
  { panel, scope, assessment, organisation, place }: FactsQuestion,
): PanelFacts {
  const { stage, framework, period } = scope;
  const question: PanelQuestion = { assessment, stage, organisation, ...place, framework, period, panel };
  return factsOn(sittings, question, panel);
}

interface FactsQuestion {
  readonly panel: string;
  readonly scope: Scope;
  readonly assessment: string;
  readonly organisation: string;
  readonly place: { readonly office: string; readonly region: string };
}
