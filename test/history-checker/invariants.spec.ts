import { type History, type LoggedEvent, violationsOf } from './invariants.js';

const event = (position: number, stream: string, revision: number, commandId: string): LoggedEvent => ({
  position: BigInt(position),
  stream,
  revision: BigInt(revision),
  id: `event-${String(position)}`,
  commandId,
  recordedAt: `2026-11-22T10:00:00.00${String(position)}Z`,
});
const log = [event(1, 'a', 0, 'one'), event(2, 'b', 0, 'two'), event(3, 'a', 1, 'three')];
const sound: History = {
  log,
  acknowledged: [{ commandId: 'one', stream: 'a', position: '1', events: 1 }],
  sent: new Set(['one', 'two', 'three', 'never written']),
  consumers: { first: [1n, 2n, 3n] },
  readModels: [{ table: 'toy_v1', onlyInLive: 0, onlyInRebuild: 0 }],
};

describe('the history checker', () => {
  it('finds nothing in a sound history, also where a command sent was never written', () => {
    expect(violationsOf(sound)).toEqual([]);
  });

  it.each<[string, Partial<History>, RegExp]>([
    ['a hole in the positions', { log: [log[0]!, log[2]!] }, /position 3 stands where 2 should/],
    ['a revision left out', { log: [log[0]!, log[1]!, { ...log[2]!, revision: 2n }] }, /a goes on at revision 2 instead of 1/],
    [
      'time running back',
      { log: [log[0]!, { ...log[1]!, recordedAt: '2026-11-22T09:00:00.000Z' }, log[2]!] },
      /runs back at position 2/,
    ],
    [
      'an acknowledged append that is gone',
      { acknowledged: [{ commandId: 'never written', stream: 'a', position: '4', events: 1 }] },
      /acknowledged with 1 events, the log has 0/,
    ],
    [
      'an append written twice',
      { log: [log[0]!, log[1]!, { ...log[2]!, commandId: 'one' }] },
      /acknowledged with 1 events, the log has 2/,
    ],
    [
      'an append elsewhere than acknowledged',
      { acknowledged: [{ commandId: 'one', stream: 'a', position: '2', events: 1 }] },
      /does not lie where/,
    ],
    ['an event nobody sent', { sent: new Set(['one', 'two']) }, /nobody sent command three/],
    ['an event id used twice', { log: [log[0]!, log[1]!, { ...log[2]!, id: 'event-1' }] }, /event event-1 stands twice/],
    ['a consumer that missed one', { consumers: { first: [1n, 3n] } }, /first saw 3 as its 2th event/],
    ['a consumer that saw one twice', { consumers: { first: [1n, 1n, 2n, 3n] } }, /first saw 1 as its 2th event/],
    ['a consumer that fell behind', { consumers: { first: [1n, 2n] } }, /first saw 2 of 3 events/],
    [
      'a read model that is not its fold',
      { readModels: [{ table: 'toy_v1', onlyInLive: 1, onlyInRebuild: 0 }] },
      /toy_v1: 1 rows only live/,
    ],
  ])('names %s', (_, change, violation) => {
    expect(violationsOf({ ...sound, ...change })).toContainEqual(expect.stringMatching(violation));
  });
});
