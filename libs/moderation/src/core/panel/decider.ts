import type { Decider } from '#kernel/decider.js';
import { cancelPanel, type CancelPanel } from './cancel-panel.js';
import { changeMembers, type ChangeMembers } from './change-members.js';
import { closePanel, type ClosePanel } from './close-panel.js';
import type { Decision } from './command.js';
import { convenePanel, type ConvenePanel } from './convene-panel.js';
import { decideBatch, type DecideBatch } from './decide-batch.js';
import { declareInterest, type DeclareInterest } from './declare-interest.js';
import type { PanelEvent } from './events.js';
import { evolve } from './evolve.js';
import { openPapers, type OpenPapers } from './open-papers.js';
import { recordAttendance, type RecordAttendance } from './record-attendance.js';
import { liftRecusal, type LiftRecusal, recuseMember, type RecuseMember } from './recuse-member.js';
import type { ModerationRule } from './rule-book.js';
import { settleEntries, type SettleEntries } from './settle-entries.js';
import { initialState, type Panel } from './state.js';

/** Everything that can be asked of a panel. */
export type PanelCommand =
  | ConvenePanel
  | CancelPanel
  | ChangeMembers
  | DeclareInterest
  | RecuseMember
  | LiftRecusal
  | OpenPapers
  | RecordAttendance
  | DecideBatch
  | SettleEntries
  | ClosePanel;

export type PanelCommandOf<Type extends PanelCommand['type']> = Extract<PanelCommand, { type: Type }>;

/** The table of contents: each command and its decision. */
const decisions: {
  readonly [Type in PanelCommand['type']]: (command: PanelCommandOf<Type>, panel: Panel) => Decision;
} = {
  'convene-panel': convenePanel,
  'cancel-panel': cancelPanel,
  'change-members': changeMembers,
  'declare-interest': declareInterest,
  'recuse-member': recuseMember,
  'lift-recusal': liftRecusal,
  'open-papers': openPapers,
  'record-attendance': recordAttendance,
  'decide-batch': decideBatch,
  'settle-entries': settleEntries,
  'close-panel': closePanel,
};

const decide = <Type extends PanelCommand['type']>(
  command: { [Each in Type]: PanelCommandOf<Each> }[Type],
  panel: Panel,
): Decision => decisions[command.type](command, panel);

/** The behaviour of a stream `panel-{id}`. */
export const panelDecider: Decider<Panel, PanelCommand, PanelEvent, ModerationRule> = { initialState, evolve, decide };
