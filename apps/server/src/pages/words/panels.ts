import type { PanelStage } from '#moderation/contract.js';
import { dayInWords } from './dates.js';

const KINDS: Readonly<Record<PanelStage, string>> = {
  local: 'Local panel',
  regional: 'Regional panel',
  national: 'National panel',
  confirmation: 'Committee',
};

/** A panel as people call it: "Regional panel, South of England". */
export const panelName = ({ stage, areaName }: { readonly stage: PanelStage; readonly areaName: string }): string =>
  stage === 'national' || stage === 'confirmation' ? KINDS[stage] : `${KINDS[stage]}, ${areaName}`;

/** A sitting as people call it: "Regional panel, South of England, 12 October 2015". */
export const sittingName = (panel: Parameters<typeof panelName>[0] & { readonly sitsOn: string }): string =>
  `${panelName(panel)}, ${dayInWords(panel.sitsOn)}`;

/** What a sitting has come to, in words, with the colour of its tag. */
export const panelStatuses: Readonly<Record<string, { readonly text: string; readonly classes: string }>> = {
  convened: { text: 'Convened', classes: 'nhsuk-tag--white' },
  open: { text: 'Sitting', classes: 'nhsuk-tag--yellow' },
  closed: { text: 'Closed', classes: 'nhsuk-tag--green' },
  cancelled: { text: 'Called off', classes: 'nhsuk-tag--grey' },
  'minuted-elsewhere': { text: 'Minuted by the committee', classes: 'nhsuk-tag--green' },
};

/** An outcome of a decision as minutes put it. */
export const outcomeNames: Readonly<Record<string, string>> = {
  upheld: 'Unchanged',
  changed: 'Changed',
  returned: 'Returned to the assessor',
  confirmed: 'Confirmed',
};

/** Why somebody present takes no part. */
export const becauseOf: Readonly<Record<string, string>> = {
  recused: 'recused',
  'judged-at-another-stage': 'judged it at another stage',
};

const STAGES: Readonly<Record<string, string>> = { local: 'local', regional: 'regional', national: 'national' };

/** A sitting by its id, for those who may not read of it: "the regional panel's sitting of 12 October 2015". */
export function sittingById(id: string): string {
  const stage = STAGES[id.split('.')[0] ?? ''];
  return `the ${stage === undefined ? "committee's" : `${stage} panel's`} sitting of ${dayInWords(id.slice(-10))}`;
}
