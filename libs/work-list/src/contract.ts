/** What other contexts and the applications may know of work lists. */
export type { WorkItem } from './core/work-item.js';
