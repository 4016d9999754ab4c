import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codecOf, type StoredEvent } from '#kernel/codec.js';
import { given } from '#kernel/testing/given-when-then.js';
import { projectPath } from '#platform/project-root.js';
import { shippedPack } from '../../testing/shipped-pack.js';
import { type AdoptFramework, frameworkDecider } from './decider.js';
import { type FrameworkEvent, frameworkEvents } from './events.js';

const pack = shippedPack('ccg-assurance-2013-15');
const adopt = (change: Partial<AdoptFramework> = {}): AdoptFramework => ({
  type: 'AdoptFramework',
  pack,
  hash: 'c'.repeat(64),
  adoptedOn: '2013-11-28',
  source: 'libs/frameworks/packs/ccg-assurance-2013-15.json',
  reason: 'Ships with the service.',
  alongside: [],
  ...change,
});
const adopted = ({ pack, hash, adoptedOn, source, reason } = adopt()): FrameworkEvent => ({
  type: 'FrameworkAdopted',
  data: { pack, hash, adoptedOn, source, reason },
});

describe('adopting a framework', () => {
  it('records the whole pack with its hash', () => {
    given(frameworkDecider).when(adopt()).thenEvents(adopted());
  });

  it('says nothing new when the same version with the same content is adopted again', () => {
    given(frameworkDecider, adopted())
      .when(adopt({ adoptedOn: '2014-01-01' }))
      .thenNothing();
  });

  it('refuses other content under an adopted version', () => {
    given(frameworkDecider, adopted())
      .when(adopt({ hash: 'd'.repeat(64) }))
      .thenRefused('framework-version-is-immutable');
  });

  it('takes a higher version, and none below the latest', () => {
    const second = adopt({ pack: { ...pack, version: 2 }, hash: 'd'.repeat(64) });
    given(frameworkDecider, adopted()).when(second).thenEvents(adopted(second));
    given(frameworkDecider, adopted(second)).when(adopt()).thenRefused('framework-version-rises');
  });

  it('refuses a faulty pack by the name of what is wrong with it', () => {
    given(frameworkDecider)
      .when(adopt({ pack: { ...pack, sources: [] } }))
      .thenRefused('sources-present');
  });

  it('refuses a window that overlaps another framework of its family', () => {
    const other = { ...pack, id: 'another' };
    given(frameworkDecider)
      .when(adopt({ alongside: [other] }))
      .thenRefused('windows-apart');
    given(frameworkDecider)
      .when(adopt({ alongside: [shippedPack('ccg-assurance-2015-16')] }))
      .thenEvents(adopted());
  });

  it('is not held up by what is wrong with another pack', () => {
    const other = { ...shippedPack('ccg-assurance-2015-16'), sources: [] };
    given(frameworkDecider)
      .when(adopt({ alongside: [other] }))
      .thenEvents(adopted());
  });
});

describe('stored framework events', () => {
  const folder = projectPath('libs/frameworks/src/core/framework/stored');
  const codec = codecOf(frameworkEvents);

  it('have a golden record for each version ever stored', () => {
    expect(readdirSync(folder).sort()).toEqual(codec.storedNames.map((name) => `${name}.json`).sort());
  });

  it.each(readdirSync(folder))('%s decodes for ever', (file) => {
    const golden = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
      stored: { type: string; data: unknown };
      event: FrameworkEvent;
    };
    const stored: StoredEvent = { type: golden.stored.type, payload: JSON.stringify(golden.stored.data) };
    expect(codec.decode(stored, () => 'Ships with the service.')).toEqual(golden.event);
  });

  it('keep the content that was adopted, and seal the reason', () => {
    const stored = codec.encode(adopted(), (text) => `sealed(${String(text.length)})`);
    expect(stored.payload).not.toContain('Ships with the service.');
    expect(codec.decode(stored, () => 'Ships with the service.')).toEqual(adopted());
  });
});
