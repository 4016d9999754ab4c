import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FoldedRows, foldedRows, type FoldedRowsOptions } from '#platform/projections/folded-rows.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { letterCodec } from '../core/letter/codec.js';
import { type LetterEvent, letterStream } from '../core/letter/events.js';
import { evolve, initialState, type KnownLetter, type Letter } from '../core/letter/state.js';

/** The read model's table. */
const LETTERS = 'letters_v1';

const options: FoldedRowsOptions<Letter, LetterEvent> = {
  name: 'letters',
  version: 1,
  table: LETTERS,
  reader: readerOf(letterCodec),
  keyOf: (stream) => stream.slice(letterStream('').length),
  take: (known, { event }) => withoutWords(evolve(known ?? initialState, event)),
};

/** Lists tell of letters and hold none of their words: those are read from the letter's own stream, where they can be erased. */
function withoutWords(letter: Letter): Letter {
  if (letter.status === 'unknown') return letter;
  const check = letter.check.status === 'answered' ? { ...letter.check, text: undefined } : letter.check;
  const facts = { ...letter.facts, actions: [] };
  const bare = {
    ...letter,
    facts,
    sections: [],
    annexes: [],
    check: check.status === 'waived' ? { ...check, reason: '' } : check,
  };
  return bare.status === 'withdrawn' ? { ...bare, withdrawal: { ...bare.withdrawal, reason: '' } } : bare;
}

/** What was known of each letter after each event, without its words. */
export const lettersProjection = new FoldedRows(options);

/** A letter on a list. */
export interface LetterOnList {
  readonly id: string;
  readonly letter: KnownLetter;
}

/** Which letters to list. Codes of an organisation and of the office it had. */
export interface LettersQuestion {
  readonly assessment?: string | undefined;
  readonly organisation?: string | undefined;
  readonly office?: string | undefined;
  readonly status?: KnownLetter['status'] | undefined;
  readonly asAt?: bigint | undefined;
}

/** Answers questions about letters from the read model. */
@Injectable()
export class KnownLetters {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Letters about an assessment, an organisation or those of an office, all when none is named, by the day they were drafted. */
  async list({ assessment, organisation, office, status, asAt }: LettersQuestion = {}): Promise<readonly LetterOnList[]> {
    const rows = await foldedRows<KnownLetter>(this.dataSource, LETTERS, {
      asAt,
      where: `($2::text is null or known->>'assessment' = $2) and ($3::text is null or known->'organisation'->>'code' = $3)
        and ($4::text is null or known->'office'->>'code' = $4) and ($5::text is null or known->>'status' = $5)`,
      parameters: [assessment ?? null, organisation ?? null, office ?? null, status ?? null],
    });
    return rows
      .map(({ key, known }) => ({ id: key, letter: known }))
      .toSorted((one, other) => one.letter.draftedOn.localeCompare(other.letter.draftedOn) || one.id.localeCompare(other.id));
  }
}
