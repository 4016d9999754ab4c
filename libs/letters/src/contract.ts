/** What other contexts and the applications may know of letters. */
export {
  CLASSIFICATIONS,
  type Classification,
  LETTER_KINDS,
  type LetterEvent,
  letterEvents,
  type LetterKind,
} from './core/letter/events.js';
export { type LetterBrief, ListLetters } from './application/read-letters.js';
export { type LetterRule, letterRules } from './core/letter/rule-book.js';
