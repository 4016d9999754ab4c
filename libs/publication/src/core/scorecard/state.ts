import type { EditionContent } from './content.js';
import type { ScorecardData, ScorecardEvent } from './events.js';
import type { Channel } from './kinds.js';

/** Who may read an edition before its embargo ends: people all of it, organisations their own entry. */
export interface EmbargoList {
  readonly people: readonly string[];
  readonly organisations: readonly string[];
}

/** One edition with all that became of it. */
export interface Edition {
  readonly number: number;
  readonly content: EditionContent;
  readonly sha256: string;
  readonly embargoUntil: string;
  readonly channels: readonly Channel[];
  readonly frozenAt: string;
  readonly frozenBy: string;
  readonly list: EmbargoList;
  readonly notifications: readonly ScorecardData<'EmbargoNotified'>[];
  readonly embargoMoves: readonly ScorecardData<'EmbargoMoved'>[];
  readonly stopped: ScorecardData<'EditionStopped'> | undefined;
  /** Set once the end of the embargo was recorded; whether it is public is told by `standingOf`. */
  readonly published: ScorecardData<'EditionPublished'> | undefined;
  readonly withdrawn: ScorecardData<'EditionWithdrawn'> | undefined;
  readonly elsewhere: readonly ScorecardData<'ChannelRecorded'>[];
}

/** Every edition of a scorecard, in the order of their numbers, which begin with 1. */
export interface Scorecard {
  readonly editions: readonly Edition[];
}

export const initialState: Scorecard = { editions: [] };

/** The edition of that number. */
export const editionIn = ({ editions }: Scorecard, number: number): Edition | undefined =>
  editions.find((edition) => edition.number === number);

/** The number of the edition that is frozen next: one that was stopped keeps its own. */
export const nextEdition = ({ editions }: Scorecard): number => (editions.at(-1)?.number ?? 0) + 1;

/** The scorecard after one more event; an event about an edition that is not there changes nothing. */
export function evolve(state: Scorecard, event: ScorecardEvent): Scorecard {
  if (event.type === 'EditionFrozen') return { editions: [...state.editions, frozen(event.data)] };
  return {
    editions: state.editions.map((edition) => (edition.number === event.data.edition ? changed(edition, event) : edition)),
  };
}

function frozen({ content, ...data }: ScorecardData<'EditionFrozen'>): Edition {
  return {
    ...data,
    number: content.edition,
    content,
    list: { people: [], organisations: [] },
    notifications: [],
    embargoMoves: [],
    stopped: undefined,
    published: undefined,
    withdrawn: undefined,
    elsewhere: [],
  };
}

function changed(edition: Edition, event: Exclude<ScorecardEvent, { type: 'EditionFrozen' }>): Edition {
  switch (event.type) {
    case 'EmbargoNotified':
      return { ...edition, notifications: [...edition.notifications, event.data], list: widened(edition.list, event.data) };
    case 'EmbargoAccessWithdrawn':
      return { ...edition, list: narrowed(edition.list, event.data) };
    case 'EmbargoMoved':
      return { ...edition, embargoUntil: event.data.to, embargoMoves: [...edition.embargoMoves, event.data] };
    case 'EditionStopped':
      return { ...edition, stopped: event.data };
    case 'EditionPublished':
      return { ...edition, published: event.data };
    case 'EditionWithdrawn':
      return { ...edition, withdrawn: event.data };
    case 'ChannelRecorded':
      return { ...edition, elsewhere: [...edition.elsewhere, event.data] };
    case 'EditionSuperseded':
      // Follows from the publication of the edition that supersedes it, which `standingOf` looks at.
      return edition;
  }
}

const widened = (list: EmbargoList, { people, organisations }: EmbargoList): EmbargoList => ({
  people: [...new Set([...list.people, ...people])],
  organisations: [...new Set([...list.organisations, ...organisations])],
});

const narrowed = (list: EmbargoList, { people, organisations }: EmbargoList): EmbargoList => ({
  people: list.people.filter((person) => !people.includes(person)),
  organisations: list.organisations.filter((organisation) => !organisations.includes(organisation)),
});
