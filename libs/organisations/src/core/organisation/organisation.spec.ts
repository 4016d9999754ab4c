import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { codecOf } from '#kernel/codec.js';
import { fold } from '#kernel/decider.js';
import { isRefusal } from '#kernel/refusal.js';
import { given } from '#kernel/testing/given-when-then.js';
import { projectPath } from '#platform/project-root.js';
import { organisationDecider } from './decider.js';
import { type OrganisationEvent, organisationEvents } from './events.js';
import type { RecordListing } from './listing.js';
import { initialState, type RegisteredOrganisation } from './state.js';
import { closedOn, nameOn, periodsOf, placeOn } from './timeline.js';

const listing = (changes: Partial<RecordListing> = {}): RecordListing => ({
  type: 'RecordListing',
  code: '11J',
  kind: 'ccg',
  kindSeen: { on: '2015-04-01', dateIs: 'derived' },
  source: 'eccg-2015.csv',
  names: [{ name: 'NHS Dorset CCG', on: '2015-04-01', dateIs: 'derived' }],
  places: [{ office: 'Q70', region: 'Y57', on: '2013-04-01', dateIs: 'derived', seenOn: '2015-04-01' }],
  onsCodes: [],
  opened: { on: '2013-04-01', dateIs: 'given' },
  ...changes,
});
const moved = listing({
  source: 'eccg-2018-11.csv',
  names: [{ name: 'NHS DORSET CCG', on: '2018-04-01', dateIs: 'derived' }],
  places: [{ office: 'Q85', region: 'Y58', on: '2018-04-01', dateIs: 'derived', seenOn: '2018-04-01' }],
});

function after(...listings: readonly RecordListing[]): readonly OrganisationEvent[] {
  return listings.reduce<readonly OrganisationEvent[]>((history, command) => {
    const decided = organisationDecider.decide(command, fold(organisationDecider, history));
    if (isRefusal(decided)) throw new Error(decided.detail);
    return [...history, ...decided];
  }, []);
}
function known(...listings: readonly RecordListing[]): RegisteredOrganisation {
  const state = fold(organisationDecider, after(...listings));
  if (state.status === 'unknown') throw new Error('nothing was recorded');
  return state;
}

describe('recording what a source lists', () => {
  it('registers an unknown organisation with every fact the source tells', () => {
    const dating = { dateIs: 'derived', source: 'eccg-2015.csv' } as const;
    given(organisationDecider)
      .when(listing())
      .thenEvents(
        {
          type: 'OrganisationRegistered',
          data: { code: '11J', kind: 'ccg', name: 'NHS Dorset CCG', effectiveOn: '2015-04-01', ...dating },
        },
        { type: 'OrganisationOpened', data: { effectiveOn: '2013-04-01', dateIs: 'given', source: 'eccg-2015.csv' } },
        { type: 'OrganisationPlaced', data: { office: 'Q70', region: 'Y57', effectiveOn: '2013-04-01', ...dating } },
      );
  });

  it('has nothing new to say of the same listing', () => {
    given(organisationDecider, ...after(listing()))
      .when(listing())
      .thenNothing();
  });

  it('takes a name that is only spelled otherwise for the same name', () => {
    const spelled = { on: '2015-04-01', dateIs: 'derived' } as const;
    given(organisationDecider, ...after(listing({ names: [{ name: 'NHS Fylde & Wyre CCG', ...spelled }] })))
      .when(listing({ names: [{ name: 'NHS FYLDE AND WYRE CCG', ...spelled }] }))
      .thenNothing();
  });

  it('records a move by the day of the new place', () => {
    const organisation = known(listing(), moved);
    expect(placeOn(organisation, '2018-03-31')).toEqual({ office: 'Q70', region: 'Y57' });
    expect(placeOn(organisation, '2018-04-01')).toEqual({ office: 'Q85', region: 'Y58' });
    expect(placeOn(organisation, '2013-03-31')).toEqual({});
  });

  it('dates a move to an office that was long open by the day it was seen there', () => {
    const place = { office: 'Q71', region: 'Y57', on: '2013-04-01', dateIs: 'derived', seenOn: '2018-04-01' } as const;
    const organisation = known(listing(), listing({ places: [place] }));
    expect(placeOn(organisation, '2018-03-31').office).toBe('Q70');
    expect(placeOn(organisation, '2018-04-01').office).toBe('Q71');
  });

  it('takes a given opening over a derived one, and never the other way round', () => {
    const derived = listing({ opened: { on: '2013-04-01', dateIs: 'derived' } });
    const exact = listing({ opened: { on: '2013-04-02', dateIs: 'given' } });
    expect(known(derived, exact).opened?.on).toBe('2013-04-02');
    expect(known(exact, derived).opened?.on).toBe('2013-04-02');
  });

  it('lets the code of a CCG go on as a sub-ICB location, which a later snapshot shows', () => {
    const closing = listing({ closed: { on: '2022-06-30', dateIs: 'derived' } });
    const later = listing({
      kind: 'sub-icb-location',
      kindSeen: { on: '2022-07-01', dateIs: 'derived' },
      names: [{ name: 'NHS Dorset ICB - 11J', on: '2023-04-01', dateIs: 'derived' }],
    });
    const organisation = known(closing, later);
    expect(periodsOf(organisation).map(({ kind, from }) => [kind, from])).toEqual([
      ['ccg', '2013-04-01'],
      ['sub-icb-location', '2022-07-01'],
      ['sub-icb-location', '2023-04-01'],
    ]);
    expect(closedOn(organisation)).toBeUndefined();
  });
});

describe('the rules of an organisation', () => {
  it.each([
    ['a-first-listing-gives-a-name', [], listing({ names: [] })],
    ['a-code-keeps-its-kind', [listing()], listing({ kind: 'region' })],
    ['an-organisation-closes-after-it-opened', [listing()], listing({ closed: { on: '2013-03-31', dateIs: 'given' } })],
    [
      'an-organisation-has-one-successor',
      [listing({ merged: { into: '16C', on: '2020-04-01', dateIs: 'given' } })],
      listing({ merged: { into: '15N', on: '2020-04-01', dateIs: 'given' } }),
    ],
    ['an-organisation-does-not-succeed-itself', [], listing({ merged: { into: '11J', on: '2020-04-01', dateIs: 'given' } })],
  ] as const)('%s', (rule, before, command) => {
    given(organisationDecider, ...after(...before))
      .when(command)
      .thenRefused(rule);
  });
});

const day = fc.integer({ min: 2013, max: 2024 }).map((year) => `${String(year)}-04-01`);
const anyListing: fc.Arbitrary<RecordListing> = fc
  .record({ seenOn: day, on: day, office: fc.constantFrom('Q70', 'Q71', 'Q85'), name: fc.constantFrom('A', 'B', 'a') })
  .map(({ seenOn, on, office, name }) =>
    listing({
      names: [{ name: `NHS ${name} CCG`, on: seenOn, dateIs: 'derived' }],
      places: [{ office, region: 'Y57', on: on < seenOn ? on : seenOn, dateIs: 'derived', seenOn }],
      opened: { on: '2013-04-01', dateIs: 'given' },
    }),
  );

describe('laws of recording listings', () => {
  it('a listing recorded twice says nothing the second time', () => {
    fc.assert(
      fc.property(fc.array(anyListing, { maxLength: 6 }), anyListing, (before, last) => {
        given(organisationDecider, ...after(...before, last))
          .when(last)
          .thenNothing();
      }),
    );
  });

  it('what a listing saw on its day is read back for that day', () => {
    fc.assert(
      fc.property(fc.array(anyListing, { maxLength: 6 }), anyListing, (before, last) => {
        const organisation = known(...before, last);
        const seenOn = last.places[0]!.seenOn!;
        expect(placeOn(organisation, seenOn).office).toBe(last.places[0]!.office);
        expect(nameOn(organisation, seenOn).toLowerCase()).toBe(last.names[0]!.name.toLowerCase());
      }),
    );
  });

  it('the periods follow each other without gap or overlap and agree with what is known of each day', () => {
    fc.assert(
      fc.property(fc.array(anyListing, { minLength: 1, maxLength: 6 }), day, (listings, date) => {
        const organisation = known(...listings);
        const holding = periodsOf(organisation).filter(
          ({ from, until }) => (from === undefined || from <= date) && (until === undefined || date <= until),
        );
        expect(holding).toHaveLength(1);
        expect(holding[0]!.place).toEqual(placeOn(organisation, date));
        expect(holding[0]!.name).toBe(nameOn(organisation, date));
      }),
    );
  });
});

describe('stored events of organisations', () => {
  const folder = projectPath('libs/organisations/src/core/organisation/stored');
  const codec = codecOf(organisationEvents);
  const goldens = readdirSync(folder).map((file) => ({
    type: file.replace(/\.json$/u, ''),
    payload: readFileSync(`${folder}/${file}`, 'utf8'),
  }));

  it('have a golden for every name ever stored', () => {
    expect(goldens.map(({ type }) => type).sort()).toEqual([...codec.storedNames].sort());
  });

  it.each(goldens)('$type decodes and is written the same again', (golden) => {
    const unsealed = (text: string): string => text;
    const event = codec.decode(golden, unsealed);
    expect(JSON.parse(codec.encode(event, unsealed).payload)).toEqual(JSON.parse(golden.payload));
    expect(organisationDecider.evolve(initialState, event)).toBeDefined();
  });
});
