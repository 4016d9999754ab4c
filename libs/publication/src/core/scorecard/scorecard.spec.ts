import fc from 'fast-check';
import { fold } from '#kernel/decider.js';
import { isRefusal } from '#kernel/refusal.js';
import { given } from '#kernel/testing/given-when-then.js';
import type { ScorecardCommand } from './decider.js';
import { scorecardDecider as decider } from './decider.js';
import { type Reader, sightOf } from './sight.js';
import { standingEdition, standingOf } from './standing.js';
import { editionIn, type Scorecard } from './state.js';
import {
  after,
  AFTERWARDS,
  command,
  content,
  correcting,
  EMBARGO_UNTIL,
  entry,
  freezing,
  FROZEN_AT,
  history,
  JUST_BEFORE,
  omission,
} from './testing/story.js';

const NEXT_YEAR = '2018-07-11T08:30:00.000Z';
const having = (...commands: readonly ScorecardCommand[]) => given(decider, ...history(...commands));
const publishing = (edition = 1, now = AFTERWARDS) => command('publish-edition', { edition }, now);
const stopping = (now = JUST_BEFORE) => command('stop-edition', { edition: 1, because: { reason: 'Wrong.' } }, now);
const withdrawing = (now = NEXT_YEAR) => command('withdraw-edition', { edition: 1, reason: 'Figures were wrong.' }, now);
const corrected = freezing({ ...correcting, embargoUntil: NEXT_YEAR }, AFTERWARDS);

describe('freezing an edition', () => {
  it('keeps its content, its hash and the end of its embargo', () => {
    given(decider)
      .when(freezing())
      .thenEvents({
        type: 'EditionFrozen',
        data: {
          ...{ content: content(), sha256: 'a'.repeat(64), embargoUntil: EMBARGO_UNTIL, channels: ['nhs-england', 'mynhs'] },
          ...{ frozenAt: FROZEN_AT, frozenBy: 'committee-secretary' },
        },
      });
  });

  it('binds to the draft that was seen', () => {
    given(decider)
      .when(freezing({ seen: undefined }))
      .thenRefused('draft-missing');
    given(decider)
      .when(freezing({ seen: 'd0' }))
      .thenRefused('draft-has-changed');
    given(decider)
      .when(freezing({ content: content({ edition: 2 }) }))
      .thenRefused('draft-has-changed');
  });

  it.each([
    ['an organisation in neither list', { omitted: [] }],
    ['an organisation in both', { omitted: [omission('99P'), omission('11J')] }],
    ['an organisation that is there twice', { entries: [entry('11J'), entry('11J'), entry('11A')] }],
    ['an organisation of another year', { entries: [entry('11J'), entry('11A'), entry('16C')] }],
  ])('balances to the organisations of the period: not with %s', (_, change) => {
    given(decider)
      .when(freezing({ content: content(change) }))
      .thenRefused('edition-must-balance');
  });

  it('holds nothing back without a reason', () => {
    given(decider)
      .when(freezing({ unexplained: ['11J'] }))
      .thenRefused('omission-needs-a-reason');
  });

  it('has something to publish', () => {
    const nothing = content({ entries: [], omitted: ['11J', '11A', '99P'].map(omission) });
    given(decider)
      .when(freezing({ content: nothing }))
      .thenRefused('nothing-to-publish');
  });

  it('ends its embargo later than now', () => {
    given(decider)
      .when(freezing({ embargoUntil: FROZEN_AT }))
      .thenRefused('embargo-in-the-past');
  });

  it('waits for its turn: one edition at a time is under embargo', () => {
    having(freezing())
      .when(freezing({ content: content({ edition: 2 }) }, JUST_BEFORE))
      .thenRefused('only-one-edition-waits');
    having(freezing(), stopping())
      .when(freezing({ content: content({ edition: 2 }) }, JUST_BEFORE))
      .thenDecided((events) => expect(events).toHaveLength(1));
  });

  it('says what it corrects and why, once something was published', () => {
    having(freezing(), publishing())
      .when(corrected)
      .thenDecided((events) => expect(events).toHaveLength(1));
    having(freezing(), publishing())
      .when(freezing({ content: content({ edition: 2 }), embargoUntil: NEXT_YEAR }, AFTERWARDS))
      .thenRefused('correction-says-what-it-supersedes');
    given(decider)
      .when(freezing({ content: content({ supersedes: { edition: 1, reason: 'x' } }) }))
      .thenRefused('nothing-to-supersede');
  });
});

describe('under embargo', () => {
  const notifying = (people: readonly string[], organisations: readonly string[], now = FROZEN_AT) =>
    command('notify-under-embargo', { edition: 1, people, organisations }, now);

  it('people and organisations are given the final draft, each once', () => {
    having(freezing())
      .when(notifying(['p1'], ['11J']))
      .thenEvents({
        type: 'EmbargoNotified',
        data: { edition: 1, people: ['p1'], organisations: ['11J'], notifiedAt: FROZEN_AT, notifiedBy: 'committee-secretary' },
      });
    having(freezing(), notifying(['p1'], []))
      .when(notifying(['p1'], []))
      .thenNothing();
  });

  it('somebody is named, and an organisation has an entry to see', () => {
    having(freezing()).when(notifying([], [])).thenRefused('nobody-to-notify');
    having(freezing())
      .when(notifying([], ['99P']))
      .thenRefused('organisation-not-in-edition');
  });

  it('those who are taken off the list see it no longer', () => {
    const taking = command('withdraw-embargo-access', { edition: 1, people: ['p1'], organisations: [], reason: 'Left.' });
    const scorecard = after(freezing(), notifying(['p1', 'p2'], ['11J']), taking);
    expect(editionIn(scorecard, 1)?.list).toEqual({ people: ['p2'], organisations: ['11J'] });
    having(freezing()).when(taking).thenNothing();
  });

  it('the end moves, with its reason, to an instant still to come', () => {
    const moving = (until: string, now = FROZEN_AT) => command('move-embargo', { edition: 1, until, reason: 'Re-rated.' }, now);
    expect(editionIn(after(freezing(), moving(NEXT_YEAR)), 1)?.embargoUntil).toBe(NEXT_YEAR);
    having(freezing()).when(moving(EMBARGO_UNTIL)).thenNothing();
    having(freezing()).when(moving(FROZEN_AT)).thenRefused('embargo-in-the-past');
    having(freezing()).when(moving(NEXT_YEAR, EMBARGO_UNTIL)).thenRefused('edition-is-public');
  });

  it('a reopening stops it, and so may those who prepare it, until it is public', () => {
    const reopened = command('stop-edition', { edition: 1, because: { reopened: '11J.x.y' } }, JUST_BEFORE);
    having(freezing())
      .when(reopened)
      .thenEvents({
        type: 'EditionStopped',
        data: {
          ...{ edition: 1, because: 'reopened', assessment: '11J.x.y', reason: null },
          ...{ stoppedAt: JUST_BEFORE, stoppedBy: 'committee-secretary' },
        },
      });
    having(freezing(), stopping()).when(reopened).thenNothing();
    having(freezing()).when(stopping(EMBARGO_UNTIL)).thenRefused('edition-is-public');
    having(freezing(), stopping()).when(publishing()).thenRefused('edition-is-stopped');
  });
});

describe('publication', () => {
  it('is recorded once the embargo is over, as of the instant it ended', () => {
    having(freezing())
      .when(publishing())
      .thenEvents({
        type: 'EditionPublished',
        data: { edition: 1, publishedAt: EMBARGO_UNTIL, channels: ['nhs-england', 'mynhs'] },
      });
    having(freezing(), publishing()).when(publishing()).thenNothing();
    having(freezing()).when(publishing(1, JUST_BEFORE)).thenRefused('embargo-not-over');
    given(decider).when(publishing()).thenRefused('edition-unknown');
  });

  it('supersedes the edition before it', () => {
    having(freezing(), publishing(), corrected)
      .when(publishing(2, NEXT_YEAR))
      .thenDecided((events) =>
        expect(events[1]).toEqual({ type: 'EditionSuperseded', data: { edition: 1, by: 2, supersededAt: NEXT_YEAR } }),
      );
  });

  it.each([
    ['a correction is frozen', corrected, ['EditionPublished', 'EditionFrozen']],
    ['it is withdrawn', withdrawing(), ['EditionPublished', 'EditionWithdrawn']],
  ] as const)('is recorded before %s, where nobody has recorded it by then', (_, what, types) => {
    having(freezing())
      .when(what)
      .thenDecided((events) => {
        expect(events.map(({ type }) => type)).toEqual(types);
        expect(events[0]?.data).toMatchObject({ edition: 1, publishedAt: EMBARGO_UNTIL });
      });
  });

  it('can be withdrawn, which leaves the reason', () => {
    having(freezing(), publishing())
      .when(withdrawing())
      .thenDecided(([event]) => expect(event?.data).toMatchObject({ reason: 'Figures were wrong.', withdrawnAt: NEXT_YEAR }));
    having(freezing(), withdrawing()).when(withdrawing()).thenNothing();
    having(freezing()).when(withdrawing(JUST_BEFORE)).thenRefused('edition-is-not-public');
    having(freezing(), withdrawing())
      .when({ ...withdrawing(), reason: 'Another.' })
      .thenRefused('edition-is-withdrawn');
  });

  it('is said to stand elsewhere, each place once, and not before the day', () => {
    const place = {
      channel: 'mynhs',
      organisation: null,
      address: 'https://www.nhs.uk/mynhs',
      publishedOn: '2017-07-19',
    } as const;
    const elsewhere = (today = '2017-07-19', now = AFTERWARDS) => command('record-channel', { edition: 1, ...place, today }, now);
    having(freezing())
      .when(elsewhere())
      .thenDecided((events) => expect(events).toHaveLength(1));
    having(freezing(), elsewhere()).when(elsewhere()).thenNothing();
    having(freezing()).when(elsewhere('2017-07-18')).thenRefused('date-in-the-future');
    having(freezing()).when(elsewhere('2017-07-19', JUST_BEFORE)).thenRefused('edition-is-not-public');
  });
});

describe('how an edition stands', () => {
  const standing = (scorecard: Scorecard, number: number, at: string) => {
    const edition = editionIn(scorecard, number);
    if (edition === undefined) throw new Error('no such edition');
    return standingOf(scorecard, edition, at);
  };

  it('is told by the clock, whether or not the end of the embargo was recorded', () => {
    for (const scorecard of [after(freezing()), after(freezing(), publishing())]) {
      expect(standing(scorecard, 1, JUST_BEFORE)).toBe('under-embargo');
      expect(standing(scorecard, 1, EMBARGO_UNTIL)).toBe('published');
    }
  });

  it('stands until the next is public, and no longer', () => {
    const scorecard = after(freezing(), corrected);
    expect([standing(scorecard, 1, AFTERWARDS), standing(scorecard, 2, AFTERWARDS)]).toEqual(['published', 'under-embargo']);
    expect([standing(scorecard, 1, NEXT_YEAR), standing(scorecard, 2, NEXT_YEAR)]).toEqual(['superseded', 'published']);
    expect(standingEdition(scorecard, NEXT_YEAR)?.number).toBe(2);
  });

  it('leaves nothing standing where the last was withdrawn', () => {
    const scorecard = after(freezing(), withdrawing());
    expect(standing(scorecard, 1, AFTERWARDS)).toBe('published');
    expect(standing(scorecard, 1, NEXT_YEAR)).toBe('withdrawn');
    expect(standingEdition(scorecard, NEXT_YEAR)).toBeUndefined();
  });
});

describe('who sees an edition', () => {
  const reader = (change: Partial<Reader> = {}): Reader => ({ id: 'p9', organisation: undefined, prepares: false, ...change });
  const notified = command('notify-under-embargo', { edition: 1, people: ['p1'], organisations: ['11J'] });
  const sight = (scorecard: Scorecard, at: string, who?: Reader) => {
    const edition = editionIn(scorecard, 1);
    if (edition === undefined) throw new Error('no such edition');
    return sightOf(scorecard, edition, at, who).of;
  };

  it.each([
    ['the public', undefined, 'nothing'],
    ['somebody not on its list', reader(), 'nothing'],
    ['an organisation not on its list', reader({ organisation: '11A' }), 'nothing'],
    ['somebody on its list', reader({ id: 'p1' }), 'all'],
    ['an organisation on its list', reader({ organisation: '11J' }), 'own-entry'],
    ['those who prepare it', reader({ prepares: true }), 'all'],
  ])('a millisecond before its embargo ends: %s', (_, who, expected) => {
    const scorecard = after(freezing(), notified);
    expect(sight(scorecard, JUST_BEFORE, who)).toBe(expected);
    expect(sight(scorecard, EMBARGO_UNTIL, who)).toBe('all');
  });

  it('is those who prepare it alone, once it was stopped; and its list no longer', () => {
    const scorecard = after(freezing(), notified, stopping());
    expect([reader({ id: 'p1' }), reader({ organisation: '11J' })].map((who) => sight(scorecard, NEXT_YEAR, who))).toEqual([
      'nothing',
      'nothing',
    ]);
    expect(sight(scorecard, NEXT_YEAR, reader({ prepares: true }))).toBe('all');
  });

  it('is nobody but those, once it was withdrawn: everybody else reads the notice', () => {
    const scorecard = after(freezing(), withdrawing());
    expect(sight(scorecard, NEXT_YEAR)).toBe('notice');
    expect(sight(scorecard, NEXT_YEAR, reader({ prepares: true }))).toBe('all');
  });
});

describe('in every sequence of commands', () => {
  const INSTANTS = [FROZEN_AT, JUST_BEFORE, EMBARGO_UNTIL, AFTERWARDS, NEXT_YEAR, '2019-07-11T08:30:00.000Z'];
  const anyInstant = fc.constantFrom(...INSTANTS);
  const anyEdition = fc.integer({ min: 1, max: 4 });
  type Step = (state: Scorecard) => ScorecardCommand;
  const anyStep: fc.Arbitrary<Step> = fc.oneof(
    fc.tuple(anyInstant, anyInstant).map(([until, now]): Step => (state) => {
      const last = state.editions.findLast((one) => one.stopped === undefined && one.embargoUntil <= now);
      const supersedes = last === undefined ? null : { edition: last.number, reason: 'x' };
      return freezing({ embargoUntil: until, content: content({ edition: state.editions.length + 1, supersedes }) }, now);
    }),
    fc.tuple(anyEdition, anyInstant).map(
      ([edition, now]): Step =>
        () =>
          command('publish-edition', { edition }, now),
    ),
    fc.tuple(anyEdition, anyInstant).map(
      ([edition, now]): Step =>
        () =>
          command('stop-edition', { edition, because: { reason: 'x' } }, now),
    ),
    fc.tuple(anyEdition, anyInstant).map(
      ([edition, now]): Step =>
        () =>
          command('withdraw-edition', { edition, reason: 'x' }, now),
    ),
    fc.tuple(anyEdition, anyInstant, anyInstant).map(
      ([edition, until, now]): Step =>
        () =>
          command('move-embargo', { edition, until, reason: 'x' }, now),
    ),
  );
  /** The clock at the edge never goes back. */
  const inOrder = (steps: readonly Step[]): readonly ScorecardCommand[] => {
    let [state, now] = [fold(decider, []), FROZEN_AT];
    return steps.map((step) => {
      const asked = step(state);
      now = asked.now > now ? asked.now : now;
      const sent = { ...asked, now };
      const outcome = decider.decide(sent, state);
      if (!isRefusal(outcome)) state = outcome.reduce((known, event) => decider.evolve(known, event), state);
      return sent;
    });
  };
  const run = (commands: readonly ScorecardCommand[], each: (state: Scorecard, now: string) => void): void => {
    let state = fold(decider, []);
    for (const asked of commands) {
      const outcome = decider.decide(asked, state);
      if (!isRefusal(outcome)) state = outcome.reduce((known, event) => decider.evolve(known, event), state);
      each(state, asked.now);
    }
  };

  it('at most one edition stands, at most one waits, and what was once public never becomes unpublished but by withdrawal', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 25 }), (steps) => {
        const wasPublic = new Set<number>();
        run(inOrder(steps), (state, now) => {
          const standings = state.editions.map((edition) => [edition.number, standingOf(state, edition, now)] as const);
          expect(standings.filter(([, standing]) => standing === 'published').length).toBeLessThanOrEqual(1);
          expect(standings.filter(([, standing]) => standing === 'under-embargo').length).toBeLessThanOrEqual(1);
          for (const [number, standing] of standings) {
            const isPublic = standing !== 'under-embargo' && standing !== 'stopped';
            expect([number, isPublic]).toEqual([number, isPublic || wasPublic.has(number)]);
            if (isPublic) wasPublic.add(number);
          }
        });
      }),
      { numRuns: 300, seed: 20170719 },
    );
  });
});
