/** The commands the applications dispatch; permission and decision happen in their handlers. */
export {
  ChangeLetter,
  DraftLetter,
  IssueLetter,
  type LetterChange,
  newLetterId,
  RedraftLetter,
} from './application/draft-letter.js';
export type { LetterOutcome, LetterSender } from './application/letters.js';
