/** The commands the applications dispatch; permission and decision happen in their handlers. */
export { ConvenePanel, newPanelId } from './application/convene-panel.js';
export { OpenPapers } from './application/open-papers.js';
export { ChangePanelMembers, DeclareInterest, type PanelRecording, RecordOfPanel } from './application/prepare-panel.js';
export type { PanelOutcome, PanelSender } from './application/panels.js';
export { type BatchOutcome, ConfirmTogether, type DecidedTogether, DecideTogether } from './application/decide-together.js';
