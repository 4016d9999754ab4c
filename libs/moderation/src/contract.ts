/** What other contexts and the applications may know of panels. */
export { type ModerationRule, moderationRules } from './core/panel/rule-book.js';
export { type PanelEvent, panelEvents } from './core/panel/events.js';
