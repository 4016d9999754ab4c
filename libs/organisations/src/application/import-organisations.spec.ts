import { InMemoryEventStore } from '#platform/event-store/in-memory/in-memory-event-store.js';
import { ImportStopped, OrganisationImport } from './import-organisations.js';

/** A log that can be written so many times. */
class FailingStore extends InMemoryEventStore {
  constructor(private appendsLeft: number) {
    super(() => new Date('2026-01-01T00:00:00Z'));
  }

  override append(...request: Parameters<InMemoryEventStore['append']>): ReturnType<InMemoryEventStore['append']> {
    if (this.appendsLeft === 0) return Promise.reject(new Error('the disk is full'));
    this.appendsLeft -= 1;
    return super.append(...request);
  }

  repair(): void {
    this.appendsLeft = Infinity;
  }
}

const administrator = { actor: 'administrator', role: 'administrator' };
const nothingRecorded = {
  odsCodesOf: () => Promise.resolve(new Map<string, string>()),
  list: () => Promise.resolve({ items: [] }),
};
const codes = {
  name: 'ccg-codes.csv',
  content: [
    'CCG13CD,CCG13CDH,CCG13NM',
    'E38000045,11J,NHS Dorset',
    'E38000162,00M,NHS South Tees',
    'E38000042,00C,NHS Darlington',
  ].join('\n'),
};

describe('an import that is cut off', () => {
  it('says how far it came, and is completed by running it again', async () => {
    const store = new FailingStore(2);
    const stopped = new OrganisationImport(store, nothingRecorded).run([codes], { ...administrator, concurrency: 1 });
    await expect(stopped).rejects.toThrow(ImportStopped);
    await expect(stopped).rejects.toThrow('2 of 3 organisations of ccg-codes.csv are recorded');

    store.repair();
    const report = await new OrganisationImport(store, nothingRecorded).run([codes], administrator);
    expect(report.files[0]).toMatchObject({ outcome: 'imported', added: 1, unchanged: 2 });
  });
});

describe('progress of an import', () => {
  it('is told for each organisation, up to all of them', async () => {
    const told: string[] = [];
    const store = new FailingStore(Infinity);
    const onProgress = ({ file, done, total }: { file: string; done: number; total: number }) =>
      told.push(`${file} ${String(done)}/${String(total)}`);
    const report = await new OrganisationImport(store, nothingRecorded).run([codes], { ...administrator, onProgress });
    expect(told).toEqual(['ccg-codes.csv 1/3', 'ccg-codes.csv 2/3', 'ccg-codes.csv 3/3']);
    expect(report.position).toBe((await store.head()).position);
  });
});

describe('the events of an import', () => {
  it('have ids derived from what they tell, so that two logs get the same ones', async () => {
    const idsOf = async () => {
      const store = new FailingStore(Infinity);
      await new OrganisationImport(store, nothingRecorded).run([codes], administrator);
      return (await store.readAll(0n, 100)).map(({ id }) => id).sort();
    };
    expect(await idsOf()).toEqual(await idsOf());
  });

  it('carry the day they are about', async () => {
    const store = new FailingStore(Infinity);
    await new OrganisationImport(store, nothingRecorded).run([codes], administrator);
    const events = await store.readStream('organisation-11J');
    expect(events.map(({ metadata }) => metadata.businessDate)).toEqual(['2013-04-01', '2013-04-01', '2013-04-01']);
  });
});
