/** The queries the applications dispatch; who may see what is settled in their handlers. */
export type { BatchSummary, PanelView } from './application/panel-view.js';
export { type MinutedDecision, type MinutesView, ReadMinutes } from './application/read-minutes.js';
export { type PapersView, type PaperView, ReadPapers } from './application/read-papers.js';
export { ListPanels, ReadPanel } from './application/read-panels.js';
export type { PanelSummary } from './read/panels-query.js';
export { type MinutesRow, minutesRows } from './application/minutes-table.js';
export { type BatchForeseen, type EntryForeseen, ForeseeConfirmations, ForeseeTogether } from './application/preview-batch.js';
export { type BatchEntryView, type BatchView, ReadBatch } from './application/read-batch.js';
