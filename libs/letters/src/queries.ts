/** The queries the applications dispatch; who may see what is settled in their handlers. */
export { type LetterBrief, type LetterView, ListLetters, ReadLetter } from './application/read-letters.js';
