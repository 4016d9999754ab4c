import type { Decider } from '#kernel/decider.js';
import type { Decision } from './command.js';
import {
  moveEmbargo,
  type MoveEmbargo,
  notifyUnderEmbargo,
  type NotifyUnderEmbargo,
  stopEdition,
  type StopEdition,
  withdrawEmbargoAccess,
  type WithdrawEmbargoAccess,
} from './embargo.js';
import type { ScorecardEvent } from './events.js';
import { freezeEdition, type FreezeEdition } from './freeze-edition.js';
import {
  publishEdition,
  type PublishEdition,
  recordChannel,
  type RecordChannel,
  withdrawEdition,
  type WithdrawEdition,
} from './publish-edition.js';
import type { ScorecardRule } from './rule-book.js';
import { evolve, initialState, type Scorecard } from './state.js';

/** Everything that can be asked of a scorecard. */
export type ScorecardCommand =
  | FreezeEdition
  | NotifyUnderEmbargo
  | WithdrawEmbargoAccess
  | MoveEmbargo
  | StopEdition
  | PublishEdition
  | WithdrawEdition
  | RecordChannel;

export type ScorecardCommandOf<Type extends ScorecardCommand['type']> = Extract<ScorecardCommand, { type: Type }>;

/** The table of contents: each command and its decision. */
const decisions: {
  readonly [Type in ScorecardCommand['type']]: (command: ScorecardCommandOf<Type>, state: Scorecard) => Decision;
} = {
  'freeze-edition': freezeEdition,
  'notify-under-embargo': notifyUnderEmbargo,
  'withdraw-embargo-access': withdrawEmbargoAccess,
  'move-embargo': moveEmbargo,
  'stop-edition': stopEdition,
  'publish-edition': publishEdition,
  'withdraw-edition': withdrawEdition,
  'record-channel': recordChannel,
};

const decide = <Type extends ScorecardCommand['type']>(
  command: { [Each in Type]: ScorecardCommandOf<Each> }[Type],
  state: Scorecard,
): Decision => decisions[command.type](command, state);

/** The behaviour of a stream `scorecard-{period}.{kind}`. */
export const scorecardDecider: Decider<Scorecard, ScorecardCommand, ScorecardEvent, ScorecardRule> = {
  initialState,
  evolve,
  decide,
};
