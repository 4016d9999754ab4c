/** The queries the applications dispatch; who may see what is settled by each context that is asked. */
export { type AllWork, ReadWork } from './application/read-work.js';
export { workAnsweredBy } from './application/answered-by.js';
export { workRows } from './application/work-table.js';
export type { WorkItem } from './core/work-item.js';
