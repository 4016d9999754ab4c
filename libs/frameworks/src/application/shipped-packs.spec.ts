import { readdirSync, readFileSync } from 'node:fs';
import { projectPath } from '#platform/project-root.js';
import { z } from 'zod';
import { shippedFiles, shippedJson } from '../testing/shipped-pack.js';
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
         "ccg-assurance-2013-15",
         2,
         "b47f6d758a6c848b53de59d181c2e6fb0415abe0ffda6d5b053ded56cbd0ad36",
       ],
       [
         "ccg-assurance-2013-15",
         3,
         "643c1f3ceb17e4c8664612c0bc24ee8b942913f50bfc373c6282136f59bd6ad6",
       ],
       [
         "ccg-assurance-2015-16",
         1,
         "4b05e95efc7c59505f8643d13325968b155f4bbd326bcc8dc7d48c867292e498",
       ],
       [
         "ccg-assurance-2015-16",
         2,
         "63c5397186d8ff37402e425ab2fa2ade3026e38e05f904bba91c016eca39126d",
       ],
       [
         "ccg-assurance-2015-16",
         3,
         "0d66f416d34b8c2a64117eed5cb13bfbdf14150303a1d6c74b777d61d6decfaa",
       ],
       [
         "ccg-iaf-2016-17",
         1,
         "1fc80a5e520ead174efa5a988597a029c8bedf505594b9842a7b4cc7fbcf448d",
       ],
       [
         "ccg-iaf-2016-17",
         2,
         "86539066c4e137994279a565fa9fca998c7ed7a13b2af0e8c430b171900650af",
       ],
       [
         "ccg-iaf-2017-18",
         1,
         "733bbde38879829f21ba2570fd54c118282a81fbae1d4aa0f712da4b6ac781e4",
       ],
       [
         "ccg-iaf-2017-18",
         2,
         "f364c5745a553430affdb9100ab1658f38c47f9a55ffea53129ebeefba87637f",
       ],
       [
         "ccg-iaf-2018-19",
         1,
         "9dc3948eca6f787ea03c96ea1f764918547cb27323e4874bf833759c13483462",
       ],
       [
         "ccg-iaf-2018-19",
         2,
         "bc54669905533dc86693d8f23ac34050a4d97aac57fc9c2fa40e0b63fb6dc5f8",
       ],
       [
         "ccg-interim-2013-14",
         1,
         "b5e3c88849cb0b488134f95be9c1b30fdf0c5f0c2c5a701a7aec3cbf19d6a651",
       ],
       [
         "icb-assessment-2022-23",
         1,
         "2eba46fdbd6c4ff8f11febf72915d06f792d5e6ea379dbe0e2aae8cf4fb7ba22",
       ],
       [
         "icb-assessment-2022-23",
         2,
         "184af6773612f270c59a45d72a5274f15580cac6e4e467b297f0f18ee0e1491e",
       ],
       [
         "nhs-oversight-2019-20",
         1,
         "6ad9967a8a950bba4e8ecfba85d8cc23bc6892dc10c74a68e046104294484650",
       ],
       [
         "nhs-oversight-2019-20",
         2,
         "4996843228973782658259b7143f95755ff82baeb531274202e8981a807f5bcd",
       ],
       [
         "nhs-oversight-2025-26",
         1,
         "001bab69203a628c62fca2362b1841552fc56d4ffa377ddc81be028b3ee3004a",
       ],
       [
         "nhs-oversight-2026-27",
         1,
         "0bddb4a63e4505995514facbffed0477d4254e1f98d11b09c6c6877a1259523b",
       ],
       [
         "pce-2017-18",
         1,
         "62d63ba4093f4c8cc1f70b6ffb054d7b457aef78f9639dfe5a4b8cc92588c2d3",
       ],
       [
         "pce-2017-18",
         2,
         "2a7fb58bf33c82067175c3bae0dda0dd01c750b31bba654ad0832daad1b31e65",
       ],
       [
         "pce-2018-19",
         1,
         "7f3a6dd4010e134af69645aeb140b6806b57348a3583b35601cfb7801be3ddc5",
       ],
       [
         "pce-2018-19",
         2,
         "988b9a8b2aa0c8862c468e8e44d06f25ad8c64bb2334ef72baf956f40d18e11b",
       ],
       [
         "pce-2018-19",
         3,
         "cbde15bb88f7a7042dcc0dbb6d03d8b8c9688491501f0b352b01c7a285a6291c",
       ],
       [
         "system-oversight-2021-22",
         1,
         "eed80431aebde52c7bfeefbc9ef741e3f3d63e1b22078b694fe4a06e2478940b",
       ],
       [
         "system-oversight-2021-22",
         2,
         "d9c5dd4e6063448ae16a6af48c287069f4580482965152285e3f26e40891921c",
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

describe('adding a framework year', () => {
  /** Programs as they ship; in two places a framework is named as an example of an id. */
  const programs = ['apps', 'libs', 'scripts']
    .flatMap((folder) =>
      readdirSync(projectPath(folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
    )
    .filter(
      (file) => /\.(?:ts|mjs|js|njk|css)$/.test(file) && !/\.spec\.ts$|\/testing\/|\/worked-example\/|node_modules/.test(file),
    )
    .map((file) => ({ file, text: readFileSync(projectPath(file), 'utf8') }));
  const EXAMPLES = ['ccg-assurance-2013-15', 'ccg-assurance-2015-16'];
  const ids = [...new Set(shippedFiles().map((name) => String(shippedJson(name)['id'])))].filter((id) => !EXAMPLES.includes(id));

  it('finds programs to look at, and frameworks to look for', () => {
    expect([programs.length > 400, ids.length > 8]).toEqual([true, true]);
  });

  it.each(ids)('touches the pack and the test of its hash: no program names %s', (id) => {
    expect(programs.filter(({ text }) => text.includes(id)).map(({ file }) => file)).toEqual([]);
  });
});

describe('the published schema of packs', () => {
  const file = projectPath('libs/frameworks/schema/framework-pack.schema.json');
  const published = z.fromJSONSchema(JSON.parse(readFileSync(file, 'utf8')) as Parameters<typeof z.fromJSONSchema>[0]);

  it.each(shippedFiles())('accepts %s', (name) => {
    expect(published.safeParse(shippedJson(name))).toMatchObject({ success: true });
  });

  it.each([
    { colour: 'green' },
    { assessor: 'anybody' },
    { window: { from: '2014-15-year', until: '2015-16-q1' } },
    { rules: [{}] },
  ])('refuses %j', (fault) => {
    expect(published.safeParse({ ...shippedJson('pce-2018-19'), ...fault }).success).toBe(false);
  });
});
