import { derivedId } from '#kernel/ids.js';
import { isRefusal } from '#kernel/refusal.js';
import { originOf } from '#platform/decisions/command-identity.js';
import { InMemoryEventStore } from '#platform/event-store/in-memory/in-memory-event-store.js';
import type { PersonCommand } from '../core/person/decider.js';
import type { Person } from '../core/person.js';
import { PeopleDirectory } from './people-directory.js';
import { personDecisions, personStream } from './person-decisions.js';

const START = Date.UTC(2026, 10, 25, 9);

class Office {
  now = START;
  asked: number[] = [];
  isAway = false;
  readonly names = new Map<string, string>();
  readonly store = new InMemoryEventStore(() => new Date(this.now));
  readonly clock = { now: () => this.now, today: () => new Date(this.now).toISOString().slice(0, 10) };
  /** Records as another process would: the directory learns of it from the log alone. */
  readonly decisions = personDecisions(this.store);
  readonly directory = new PeopleDirectory({
    store: {
      readTails: (after) => {
        this.asked.push(after.size);
        return this.isAway ? Promise.reject(new Error('the log is away')) : this.store.readTails(after);
      },
    },
    register: { namesOf: (ids) => Promise.resolve(new Map([...this.names].filter(([id]) => ids.includes(id)))) },
    clock: this.clock,
  });

  async record(id: string, command: PersonCommand): Promise<void> {
    const origin = originOf({ actor: 'head', role: 'administrator', stream: personStream(id), request: command });
    const outcome = await this.decisions.run(personStream(id), command, origin);
    if (isRefusal(outcome)) throw new Error(outcome.detail);
  }

  async assessor(id: string, more: { from?: string; until?: string } = {}): Promise<string> {
    await this.record(id, { type: 'register', kind: 'person' });
    return this.grant(id, 'assessor', { kind: 'office', code: 'Q70' }, more);
  }

  async grant(
    id: string,
    role: Person['role'],
    area: Person['area'],
    more: { from?: string; until?: string } = {},
  ): Promise<string> {
    const today = this.clock.today();
    const grant = derivedId('5b0a1a4e-1111-4a0e-9a3d-0f3c6d2b7e11', `${id} ${role}`);
    const terms = { grant, role, area, from: today, until: null, reason: 'In post.', cover: null, ...more };
    await this.record(id, { type: 'grant', person: id, actor: 'head', today, ...terms });
    return grant;
  }

  withdraw(id: string, grant: string): Promise<void> {
    const today = this.clock.today();
    return this.record(id, { type: 'withdraw', today, grant, withdrawnFrom: today, reason: 'Left.' });
  }
}

let office: Office;
beforeEach(() => (office = new Office()));

describe('the directory of people', () => {
  it('knows a grant and its withdrawal as soon as they are recorded, whoever recorded them', async () => {
    office.names.set('ann', 'Ann');
    expect(await office.directory.find('ann')).toBeUndefined();
    const grant = await office.assessor('ann');
    expect(await office.directory.find('ann')).toEqual({
      ...{ id: 'ann', name: 'ann', role: 'assessor', area: { kind: 'office', code: 'Q70' } },
      name: 'Ann',
    });
    await office.withdraw('ann', grant);
    expect(await office.directory.grantsOf('ann')).toEqual([]);
  });

  it('gives every grant in force today, in the order granted', async () => {
    await office.assessor('ann', { until: '2026-11-25' });
    await office.grant('ann', 'panel-member', { kind: 'england' });
    await office.grant('ann', 'panel-chair', { kind: 'england' }, { from: '2026-11-26' });
    const roles = async () => (await office.directory.grantsOf('ann')).map(({ role }) => role);
    expect(await roles()).toEqual(['assessor', 'panel-member']);
    office.now += 86_400_000;
    expect(await roles()).toEqual(['panel-member', 'panel-chair']);
  });

  it('asks once for everybody who waits, and only for what is new', async () => {
    await Promise.all(['ann', 'bob', 'cat'].map((id) => office.assessor(id)));
    const ids = ['ann', 'bob', 'cat', 'ann', 'nobody', 'bob'];
    const found = await Promise.all(ids.map((id) => office.directory.find(id)));
    expect(found.map((person) => person?.id)).toEqual(['ann', 'bob', 'cat', 'ann', undefined, 'bob']);
    expect(office.asked).toEqual([4]);
  });

  it('answers a question that came while another was under way by a later one, never by that', async () => {
    const grant = await office.assessor('ann');
    const first = office.directory.find('ann');
    await new Promise((resolve) => setImmediate(resolve));
    await office.withdraw('ann', grant);
    expect(await office.directory.find('ann')).toBeUndefined();
    await first;
  });

  it('reads a name again after a minute, for it may have been corrected', async () => {
    office.names.set('ann', 'Anne');
    await office.assessor('ann');
    const named = async () => (await office.directory.find('ann'))?.name;
    expect(await named()).toBe('Anne');
    office.names.set('ann', 'Ann');
    expect(await named()).toBe('Anne');
    office.now += 60_000;
    expect(await named()).toBe('Ann');
  });

  it('fails those who asked when the log cannot be read, and answers the next', async () => {
    await office.assessor('ann');
    office.isAway = true;
    const asked = await Promise.allSettled([office.directory.find('ann'), office.directory.find('bob')]);
    office.isAway = false;
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await office.directory.find('ann'))?.role).toBe('assessor');
  });
});
