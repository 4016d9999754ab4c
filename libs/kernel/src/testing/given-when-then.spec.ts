import type { Decider } from '../decider.js';
import { refuse } from '../refusal.js';
import { given } from './given-when-then.js';

/** A counter that counts up to two: enough to be accepted, refused and to have nothing to say. */
const counter: Decider<number, 'count' | 'wait', 'counted'> = {
  initialState: 0,
  evolve: (count) => count + 1,
  decide: (command, count) => (command === 'wait' ? [] : count < 2 ? ['counted'] : refuse('full', 'two is enough')),
};

describe('the given-when-then harness', () => {
  const accepted = given(counter).when('count');
  const nothing = given(counter).when('wait');
  const refused = given(counter, 'counted', 'counted').when('count');

  it('passes what was decided as expected', () => {
    accepted.thenEvents('counted');
    accepted.thenDecided((events) => expect(events).toEqual(['counted']));
    nothing.thenNothing();
    refused.thenRefused('full');
  });

  it('folds the history before it decides', () => {
    given(counter, 'counted').when('count').thenEvents('counted');
    expect(() => given(counter, 'counted', 'counted').when('count').thenEvents('counted')).toThrow(/refused by full/);
  });

  it('fails when a refusal was expected and nothing was refused', () => {
    expect(() => accepted.thenRefused('full')).toThrow(/expected a refusal by full, but it was accepted/);
    expect(() => nothing.thenRefused('full')).toThrow(/expected a refusal by full, but it was accepted/);
  });

  it('fails when the refusal was by another rule', () => {
    expect(() => refused.thenRefused('empty')).toThrow(/expected a refusal by empty, but it was by full/);
  });

  it('fails when events were expected and it was refused, or nothing was decided', () => {
    expect(() => refused.thenEvents('counted')).toThrow(/refused by full/);
    expect(() => refused.thenNothing()).toThrow(/refused by full/);
    expect(() => nothing.thenEvents('counted')).toThrow(/but got \[\]/);
    expect(() => nothing.thenDecided(() => undefined)).toThrow(/nothing was decided/);
  });

  it('fails when nothing was expected and something was decided', () => {
    expect(() => accepted.thenNothing()).toThrow(/but got/);
  });

  it("fails when the caller's own assertion fails", () => {
    expect(() => accepted.thenDecided((events) => expect(events).toHaveLength(2))).toThrow();
  });
});
