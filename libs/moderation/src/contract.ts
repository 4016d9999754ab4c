/** What other contexts and the applications may know of panels. */
export { type ModerationRule, moderationRules } from './core/panel/rule-book.js';
export { type PanelEvent, panelEvents } from './core/panel/events.js';
export { type MarkEntry, markBook } from './core/papers/mark-book.js';
export { MARKS, type MarkName } from './core/papers/mark-names.js';
export { DEFAULT_MARKING, type Marking } from './core/papers/marking.js';
export { areaKindOf, isPanelId, PANEL_STAGES, type PanelStage } from './core/panel/scope.js';
export { ListPanels, ReadPanel } from './application/read-panels.js';
export type { PanelView } from './application/panel-view.js';
export { mayNotRecord, type PanelArea, placeOfPanel } from './application/who-may.js';
/** A sitting from its events, for whoever must know who has a seat in it. */
export { evolve as evolvePanel } from './core/panel/evolve.js';
export { initialState as panelNeverConvened, isSitting, votersOf } from './core/panel/state.js';
