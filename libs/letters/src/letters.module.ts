import { Module } from '@nestjs/common';
import type { ContextParts } from '#platform/service/context-parts.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { LetterAssembly } from './application/assemble-letter.js';
import { ChangeLetterHandler, DraftLetterHandler, IssueLetterHandler, RedraftLetterHandler } from './application/draft-letter.js';
import { LETTER_DECISIONS, letterDecisions } from './application/letter-decisions.js';
import { Letters } from './application/letters.js';
import { ListLettersHandler, ReadLetterHandler } from './application/read-letters.js';
import { KnownLetters, lettersProjection } from './read/known-letters.js';
import { CreateLetters1790000650000 } from './read/migrations/1790000650000-create-letters.js';

/** What the composition root collects of this context. */
export const lettersParts: ContextParts = { projections: [lettersProjection], migrations: [CreateLetters1790000650000] };

const decisions = { provide: LETTER_DECISIONS, useFactory: letterDecisions, inject: [EVENT_STORE] };

/** Letters and reports about assessments: drafted from the record, checked, issued, published. */
@Module({
  providers: [
    decisions,
    KnownLetters,
    LetterAssembly,
    Letters,
    DraftLetterHandler,
    RedraftLetterHandler,
    ChangeLetterHandler,
    IssueLetterHandler,
    ReadLetterHandler,
    ListLettersHandler,
  ],
})
export class LettersModule {}
