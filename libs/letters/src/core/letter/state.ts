import type { BusinessDate } from '#kernel/business-date.js';
import type { LetterData, LetterEvent } from './events.js';

type Drafted = LetterData<'LetterDrafted'>;

/** How the check of the facts stands. */
export type FactCheck =
  | { readonly status: 'not-asked' }
  | { readonly status: 'asked'; readonly askedOn: BusinessDate; readonly until: BusinessDate }
  | ({ readonly status: 'answered' } & LetterData<'FactCheckAnswered'>)
  | ({ readonly status: 'waived' } & LetterData<'FactCheckWaived'>);

/** What every letter has, whatever became of it. */
export interface LetterCase extends Omit<Drafted, 'draftedOn'> {
  readonly draftedOn: BusinessDate;
  readonly editedOn: BusinessDate | undefined;
  readonly check: FactCheck;
}

export interface Draft extends LetterCase {
  readonly status: 'draft';
}
export interface Issued extends LetterCase {
  readonly status: 'issued';
  readonly issue: LetterData<'LetterIssued'>;
  readonly publications: readonly LetterData<'LetterPublished'>[];
}
export interface Withdrawn extends LetterCase {
  readonly status: 'withdrawn';
  readonly issue: LetterData<'LetterIssued'> | undefined;
  readonly publications: readonly LetterData<'LetterPublished'>[];
  readonly withdrawal: LetterData<'LetterWithdrawn'>;
}
export type KnownLetter = Draft | Issued | Withdrawn;
/** A letter, or an id nobody has drafted one under. */
export type Letter = { readonly status: 'unknown' } | KnownLetter;

export const initialState: Letter = { status: 'unknown' };

/** The letter after one more event; one that does not fit leaves it alone. */
export function evolve(state: Letter, event: LetterEvent): Letter {
  if (event.type === 'LetterDrafted')
    return { status: 'draft', ...event.data, editedOn: undefined, check: { status: 'not-asked' } };
  if (state.status === 'unknown') return state;
  return state.status === 'draft' ? evolveDraft(state, event) : evolveSent(state, event);
}

function evolveDraft(state: Draft, event: Exclude<LetterEvent, { type: 'LetterDrafted' }>): Letter {
  switch (event.type) {
    case 'LetterRedrafted':
      return { ...state, ...event.data };
    case 'LetterEdited': {
      const given = Object.fromEntries(Object.entries(event.data).filter(([, value]) => value !== undefined));
      return { ...state, ...given, editedOn: event.data.editedOn };
    }
    case 'FactCheckAsked':
      return { ...state, check: { status: 'asked', ...event.data } };
    case 'FactCheckAnswered':
      return { ...state, check: { status: 'answered', ...event.data } };
    case 'FactCheckWaived':
      return { ...state, check: { status: 'waived', ...event.data } };
    case 'LetterIssued':
      return { ...state, status: 'issued', issue: event.data, publications: [] };
    case 'LetterWithdrawn':
      return { ...state, status: 'withdrawn', issue: undefined, publications: [], withdrawal: event.data };
    case 'LetterPublished':
      return state;
  }
}

function evolveSent(state: Issued | Withdrawn, event: LetterEvent): Letter {
  if (event.type === 'LetterPublished' && state.status === 'issued')
    return { ...state, publications: [...state.publications, event.data] };
  return event.type === 'LetterWithdrawn' && state.status === 'issued'
    ? { ...state, status: 'withdrawn', withdrawal: event.data }
    : state;
}
