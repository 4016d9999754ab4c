import type { NoticedEvent } from '#kernel/process-manager.js';
import type { ScorecardEvent } from '../core/scorecard/events.js';
import { content, EMBARGO_UNTIL, entry, FROZEN_AT } from '../core/scorecard/testing/story.js';
import { editions, type EditionsOfPeriod } from './editions.js';

const STREAM = 'scorecard-2016-17-year.scorecard';
const DORSET = '11J.ccg-iaf-2016-17.2016-17-year';
const BATH = '11A.ccg-iaf-2016-17.2016-17-year';
type Told = Parameters<typeof editions.evolve>[1]['event'];

const noticed = (event: Told, stream = STREAM): NoticedEvent<Told> => ({
  ...{ id: 'e', stream, revision: 0n, recordedAt: '2017-07-01T00:00:00.000Z', event },
  metadata: { actor: 'a', role: 'r', correlationId: 'c' },
});
const frozen = (edition: number, organisations: readonly string[]): ScorecardEvent => ({
  type: 'EditionFrozen',
  data: {
    content: content({ edition, entries: organisations.map((code) => entry(code)) }),
    ...{ sha256: 'a'.repeat(64), embargoUntil: EMBARGO_UNTIL, channels: [], frozenAt: FROZEN_AT, frozenBy: 's' },
  },
});
const published = (edition: number): ScorecardEvent => ({
  type: 'EditionPublished',
  data: { edition, publishedAt: EMBARGO_UNTIL, channels: [] },
});
const withdrawn: ScorecardEvent = {
  type: 'EditionWithdrawn',
  data: { edition: 1, reason: 'x', withdrawnAt: EMBARGO_UNTIL, withdrawnBy: 's' },
};
const reopened: Told = {
  type: 'Reopened',
  data: { request: '00000000-0000-4000-8000-000000000001', round: 2, items: [], approvedBy: 'b', reopenedOn: '2017-07-01' },
};

const after = (...events: readonly ScorecardEvent[]): EditionsOfPeriod =>
  events.reduce((state, event) => editions.evolve(state, noticed(event)), editions.initialState);
/** What follows from the last of some events. */
const follows = (...events: readonly ScorecardEvent[]) => {
  const last = events.at(-1);
  if (last === undefined) throw new Error('nothing happened');
  return editions.react(noticed(last), after(...events));
};
const about = (edition: number, assessment: string) => ({ scorecard: '2016-17-year.scorecard', edition, assessment });

describe('what follows from an edition', () => {
  it('is awaited until the end of its embargo, wherever that is moved', () => {
    const moved: ScorecardEvent = {
      type: 'EmbargoMoved',
      data: { edition: 1, from: EMBARGO_UNTIL, to: '2017-07-21T08:30:00.000Z', reason: 'x', movedAt: FROZEN_AT, movedBy: 's' },
    };
    expect(follows(frozen(1, ['11J'])).timers).toEqual([{ set: 'scorecard', due: { at: EMBARGO_UNTIL } }]);
    expect(follows(frozen(1, ['11J']), moved).timers).toEqual([{ set: 'scorecard', due: { at: '2017-07-21T08:30:00.000Z' } }]);
    expect(editions.onTimer?.('scorecard', after(frozen(1, ['11J'])), '2016-17-year').commands).toEqual([
      { do: 'publish', scorecard: '2016-17-year.scorecard', edition: 1 },
    ]);
  });

  it('is that each assessment in it stands published', () => {
    expect(follows(frozen(1, ['11J', '11A']), published(1)).commands).toEqual([
      { do: 'record', ...about(1, DORSET) },
      { do: 'record', ...about(1, BATH) },
    ]);
  });

  it('is that what a correction leaves out stands published no longer', () => {
    const story = [frozen(1, ['11J', '11A']), published(1), frozen(2, ['11A']), published(2)];
    expect(follows(...story).commands).toEqual([
      { do: 'record', ...about(2, BATH) },
      { do: 'withdraw', ...about(1, DORSET), because: 'left-out' },
    ]);
  });

  it('is that nothing of it stands published once it is withdrawn', () => {
    expect(follows(frozen(1, ['11J']), published(1), withdrawn).commands).toEqual([
      { do: 'withdraw', ...about(1, DORSET), because: 'edition-withdrawn' },
    ]);
    expect(follows(frozen(1, ['11J']), published(1), frozen(2, ['11J']), published(2), withdrawn).commands).toEqual([]);
  });

  it('of what was given is told to each assessment in it, and takes nothing back from one', () => {
    const areas = (event: ScorecardEvent) => noticed(event, 'scorecard-2016-17-year.clinical-areas');
    const story = [frozen(1, ['11J']), published(1), withdrawn];
    const states = story.reduce<EditionsOfPeriod[]>(
      (all, event) => [...all, editions.evolve(all.at(-1) ?? editions.initialState, areas(event))],
      [],
    );
    const commands = story.map((event, number) => editions.react(areas(event), states[number] ?? {}).commands);
    const dorset = { scorecard: '2016-17-year.clinical-areas', edition: 1, assessment: DORSET };
    expect(commands).toEqual([[], [{ do: 'record', ...dorset }], []]);
  });

  it('is stopped by a reopening of an assessment in it, while it waits', () => {
    const notice = noticed(reopened, `assessment-${DORSET}`);
    expect(editions.instanceOf(notice)).toBe('2016-17-year');
    expect(editions.react(notice, after(frozen(1, ['11J']))).commands).toEqual([
      { do: 'stop', ...about(1, DORSET), by: reopened.data.approvedBy },
    ]);
    expect(editions.react(notice, after(frozen(1, ['11A']))).commands).toEqual([]);
    expect(editions.react(notice, after(frozen(1, ['11J']), published(1))).commands).toEqual([]);
  });

  it('is awaited no longer once it was stopped', () => {
    const stopped: ScorecardEvent = {
      type: 'EditionStopped',
      data: { edition: 1, because: 'by-hand', assessment: null, reason: 'x', stoppedAt: FROZEN_AT, stoppedBy: 's' },
    };
    expect(follows(frozen(1, ['11J']), stopped).timers).toEqual([{ cancel: 'scorecard' }]);
    expect(editions.onTimer?.('scorecard', after(frozen(1, ['11J']), stopped), '2016-17-year').commands).toEqual([]);
  });
});
