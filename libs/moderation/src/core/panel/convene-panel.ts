import type { BusinessDate } from '#kernel/business-date.js';
import { given } from '#kernel/given.js';
import { DEFAULT_MARKING, type Marking } from '../papers/marking.js';
import { atField, broken, type CommandBase, type Decision } from './command.js';
import { moreThanHalf } from './quorum.js';
import { everybodySitsOnce, theQuorumCanBeReached } from './rules.js';
import type { Scope } from './scope.js';
import { isSitting, type Panel, votersOf } from './state.js';

/** Convenes a sitting. The names of its area and framework come in as they are now. */
export interface ConvenePanel extends CommandBase, Scope {
  readonly type: 'convene-panel';
  readonly areaName: string;
  /** The region a local panel's office lies in. */
  readonly region?: string | undefined;
  readonly frameworkTitle: string;
  readonly sitsOn: BusinessDate;
  readonly chair?: string | undefined;
  readonly members: readonly string[];
  readonly secretary?: string | undefined;
  /** More than half of those who decide when left out. */
  readonly quorum?: number | undefined;
  readonly marking?: { readonly [Threshold in keyof Marking]?: number | undefined } | undefined;
}

export function convenePanel(command: ConvenePanel, panel: Panel): Decision {
  if (isSitting(panel) && panel.status !== 'cancelled')
    return broken('panel-already-convened', 'This panel was convened for that day already. Nothing was recorded.');
  const { chair, members, secretary, today } = command;
  if (chair === undefined) return atField('chair-is-missing', '/chair', 'Name the chair of the panel.');
  const voters = votersOf({ chair, members }).length;
  const { quorum = moreThanHalf(voters), marking } = command;
  const refusal = everybodySitsOnce(chair, members, secretary) ?? theQuorumCanBeReached(quorum, voters);
  if (refusal !== undefined) return refusal;
  const people = { chair, members, ...given({ secretary }), quorum };
  return [
    {
      type: 'PanelConvened',
      data: { ...placeOf(command), ...people, marking: { ...DEFAULT_MARKING, ...given(marking ?? {}) }, convenedOn: today },
    },
  ];
}

const placeOf = ({ stage, area, areaName, region, framework, frameworkTitle, period, sitsOn }: ConvenePanel) => ({
  ...{ stage, area, areaName, framework, frameworkTitle, period, sitsOn },
  ...given({ region }),
});
