import { hashOfPack } from './pack-hash.js';
import { shippedPacks } from './shipped-packs.js';

describe('the packs that ship with the project', () => {
  it('are adopted by a hash of their content, which stays the same while the version does', async () => {
    const packs = await shippedPacks();
    expect(packs.map(({ pack, hash }) => [pack.id, pack.version, hash])).toMatchInlineSnapshot(`
     [
       [
         "ccg-assurance-2013-15",
         1,
         "bb90235134325849b5b79b38830ef381a62e3a5d2ea8fb84d4164207689c4fa0",
       ],
       [
         "ccg-assurance-2015-16",
         1,
         "4b05e95efc7c59505f8643d13325968b155f4bbd326bcc8dc7d48c867292e498",
       ],
       [
         "pce-2017-18",
         1,
         "62d63ba4093f4c8cc1f70b6ffb054d7b457aef78f9639dfe5a4b8cc92588c2d3",
       ],
       [
         "pce-2018-19",
         1,
         "7f3a6dd4010e134af69645aeb140b6806b57348a3583b35601cfb7801be3ddc5",
       ],
     ]
    `);
  });

  it('hash the same whatever the order of their fields', async () => {
    const [first] = await shippedPacks();
    const turned = Object.fromEntries(Object.entries(first!.pack).reverse()) as unknown as (typeof first & object)['pack'];
    expect(hashOfPack(turned)).toBe(first!.hash);
  });
});
