import { RandomStock } from './random-stock.js';

describe('the stock of random bytes', () => {
  it('never gives the same bytes twice, also across refills and for more than it holds', () => {
    const stock = new RandomStock();
    const taken = Array.from({ length: 2_000 }, (_, index) => stock.take(index % 2 === 0 ? 32 : 12).toString('hex'));
    taken.push(stock.take(9_000).toString('hex'), stock.take(9_000).toString('hex'));
    expect(new Set(taken).size).toBe(taken.length);
  });

  it('gives as many bytes as were asked for, none of them left blank', () => {
    const stock = new RandomStock();
    const sums = new Array<number>(32).fill(0);
    for (let round = 0; round < 1_000; round++)
      stock.take(32).forEach((byte, place) => (sums[place] = (sums[place] ?? 0) + byte));
    expect(stock.take(0)).toHaveLength(0);
    for (const sum of sums) expect(sum).toBeGreaterThan(0);
  });

  it('lets nobody change, through what they were given, what the next one gets', () => {
    const stock = new RandomStock();
    const first = stock.take(32);
    const kept = first.toString('hex');
    const second = stock.take(32);
    second.fill(7);
    expect(first.toString('hex')).toBe(kept);
    expect(stock.take(32).equals(Buffer.alloc(32, 7))).toBe(false);
  });
});
