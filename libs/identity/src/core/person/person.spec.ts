import fc from 'fast-check';
import { isRefusal } from '#kernel/refusal.js';
import { given } from '#kernel/testing/given-when-then.js';
import { type Area, type Role, ROLES } from '../person.js';
import { type PersonCommand, personDecider as decider } from './decider.js';
import type { PersonData, PersonEvent } from './events.js';
import { areasOf } from './rules.js';
import { evolve, initialState, isInForce, type KnownPerson, standingOf } from './state.js';

const today = '2026-11-25';
const wessex: Area = { kind: 'office', code: 'Q70' };
const thames: Area = { kind: 'office', code: 'Q69' };
const england: Area = { kind: 'england' };

const registered: PersonEvent = { type: 'PersonRegistered', data: { kind: 'person' } };
const machine: PersonEvent = { type: 'PersonRegistered', data: { kind: 'machine' } };
type Granted = PersonData<'RoleGranted'>;
const terms = (role: Role, area: Area, more: Partial<Granted> = {}): Granted => ({
  ...{ grant: `${role}-1`, role, area, from: today, until: null, reason: 'Started in post.', cover: null },
  ...more,
});
const granted = (...given: Parameters<typeof terms>): PersonEvent => ({ type: 'RoleGranted', data: terms(...given) });
const grant = (...given: Parameters<typeof terms>): PersonCommand => ({
  ...{ type: 'grant', person: 'ann', actor: 'head-of-service', today },
  ...terms(...given),
});
const withdraw = (id: string, withdrawnFrom = today): PersonCommand => ({
  ...{ type: 'withdraw', today, grant: id, withdrawnFrom, reason: 'Left.' },
});
const withdrawn = (id: string, withdrawnFrom: string): PersonEvent => ({
  type: 'GrantWithdrawn',
  data: { grant: id, withdrawnFrom, reason: 'Left.' },
});

describe('registering somebody', () => {
  it('makes them known', () => {
    given(decider).when({ type: 'register', kind: 'machine' }).thenEvents(machine);
  });

  it('is refused where the id is somebody’s already', () => {
    given(decider, registered).when({ type: 'register', kind: 'person' }).thenRefused('person-registered-already');
  });
});

describe('granting a role', () => {
  it('gives it in an area, from a day on', () => {
    given(decider, registered).when(grant('assessor', wessex)).thenEvents(granted('assessor', wessex));
  });

  it('is nothing new when the same grant is told again', () => {
    given(decider, registered, granted('assessor', wessex)).when(grant('assessor', wessex)).thenNothing();
  });

  it('gives several roles to one person', () => {
    given(decider, registered, granted('assessor', wessex))
      .when(grant('panel-member', { kind: 'region', code: 'Y57' }))
      .thenDecided((events) => expect(events).toHaveLength(1));
  });

  it.each<[string, readonly PersonEvent[], PersonCommand]>([
    ['person-not-registered', [], grant('assessor', wessex)],
    ['nobody-grants-to-themselves', [registered], { ...grant('assessor', wessex), actor: 'ann' } as PersonCommand],
    ['role-fits-area', [registered], grant('assessor', england)],
    ['role-fits-area', [registered], grant('administrator', wessex)],
    ['grant-not-backdated', [registered], grant('assessor', wessex, { from: '2026-11-24' })],
    ['grant-ends-after-it-begins', [registered], grant('assessor', wessex, { from: '2026-12-02', until: '2026-12-01' })],
    ['auditor-grant-ends', [registered], grant('auditor', england)],
    ['machine-judges-nothing', [machine], grant('director', wessex)],
    [
      'grant-held-already',
      [registered, granted('assessor', wessex)],
      grant('assessor', wessex, { grant: 'again', from: '2027-01-01' }),
    ],
    ['role-held-alone', [registered, granted('assessor', wessex)], grant('administrator', england)],
    ['role-held-alone', [registered, granted('administrator', england)], grant('assessor', wessex)],
    ['role-held-alone', [registered, granted('assessor', wessex)], grant('auditor', england, { until: '2027-03-31' })],
  ])('is refused: %s', (rule, history, command) => {
    given(decider, ...history)
      .when(command)
      .thenRefused(rule);
  });

  it('gives a role again once the grant before has come to its end', () => {
    const before = granted('assessor', wessex, { until: '2026-12-31' });
    given(decider, registered, before)
      .when(grant('assessor', wessex, { grant: 'assessor-2', from: '2027-01-01' }))
      .thenDecided((events) => expect(events).toHaveLength(1));
  });

  it('makes an administrator of somebody whose other role ends before', () => {
    given(decider, registered, granted('assessor', wessex), withdrawn('assessor-1', '2026-12-01'))
      .when(grant('administrator', england, { from: '2026-12-01' }))
      .thenDecided((events) => expect(events).toHaveLength(1));
  });
});

describe('cover for an office without a second pair of eyes', () => {
  const cover = { cover: { reason: 'Their director is on leave.' }, until: '2026-12-31' };
  const directs = granted('director', thames, { grant: 'own' });

  it('is given by the director of another office, for a time', () => {
    given(decider, registered, directs)
      .when(grant('director', wessex, cover))
      .thenEvents(granted('director', wessex, cover));
  });

  it.each<[string, readonly PersonEvent[], PersonCommand]>([
    ['cover-has-an-end', [registered, directs], grant('director', wessex, { ...cover, until: null })],
    ['cover-is-by-a-director', [registered, granted('assessor', thames)], grant('director', wessex, cover)],
    ['cover-is-by-a-director', [registered, directs], grant('assessor', wessex, cover)],
    ['second-office-is-cover', [registered, directs], grant('director', wessex, { until: '2026-12-31' })],
  ])('is refused: %s', (rule, history, command) => {
    given(decider, ...history)
      .when(command)
      .thenRefused(rule);
  });
});

describe('withdrawing a grant', () => {
  const held = [registered, granted('assessor', wessex, { until: '2027-03-31' })];

  it('takes it from that very day', () => {
    given(decider, ...held)
      .when(withdraw('assessor-1'))
      .thenEvents(withdrawn('assessor-1', today));
    expect(isInForce({ from: '2026-11-01', until: null, withdrawnFrom: today }, today)).toBe(false);
  });

  it('can be brought forward, and is nothing new when told again', () => {
    const later = withdrawn('assessor-1', '2026-12-24');
    given(decider, ...held, later)
      .when(withdraw('assessor-1', '2026-12-01'))
      .thenEvents(withdrawn('assessor-1', '2026-12-01'));
    given(decider, ...held, later)
      .when(withdraw('assessor-1', '2026-12-24'))
      .thenNothing();
  });

  it.each<[string, readonly PersonEvent[], PersonCommand]>([
    ['person-not-registered', [], withdraw('assessor-1')],
    ['grant-unknown', held, withdraw('another')],
    ['withdrawal-not-backdated', held, withdraw('assessor-1', '2026-11-24')],
    ['withdrawal-not-put-off', [...held, withdrawn('assessor-1', '2026-12-01')], withdraw('assessor-1', '2026-12-24')],
    [
      'grant-ended-already',
      [registered, granted('assessor', wessex, { from: '2026-01-01', until: '2026-11-24' })],
      withdraw('assessor-1'),
    ],
  ])('is refused: %s', (rule, history, command) => {
    given(decider, ...history)
      .when(command)
      .thenRefused(rule);
  });
});

describe('how a grant stands on a day', () => {
  it.each([
    [{ from: '2026-11-25', until: null, withdrawnFrom: null }, 'in-force'],
    [{ from: '2026-11-01', until: '2026-11-25', withdrawnFrom: null }, 'in-force'],
    [{ from: '2026-11-01', until: '2026-11-24', withdrawnFrom: null }, 'ended'],
    [{ from: '2026-11-26', until: null, withdrawnFrom: null }, 'to-come'],
    [{ from: '2026-11-01', until: null, withdrawnFrom: '2026-11-25' }, 'withdrawn'],
    [{ from: '2026-11-01', until: null, withdrawnFrom: '2026-11-26' }, 'in-force'],
    [{ from: '2026-12-01', until: null, withdrawnFrom: '2026-11-25' }, 'withdrawn'],
  ] as const)('%j: %s', (grantOf, standing) => {
    expect(standingOf(grantOf, today)).toBe(standing);
  });
});

const days = ['2026-11-25', '2026-12-01', '2026-12-15', '2027-01-01', '2027-02-01'];
const areas: readonly Area[] = [wessex, thames, { kind: 'region', code: 'Y57' }, { kind: 'organisation', code: '11J' }, england];
const anyCommand = fc
  .record({
    role: fc.constantFrom(...ROLES),
    area: fc.constantFrom(...areas),
    from: fc.constantFrom(...days),
    until: fc.option(fc.constantFrom(...days), { nil: null }),
    covers: fc.boolean(),
    actor: fc.constantFrom('ann', 'head-of-service', 'head-of-service'),
    id: fc.nat({ max: 8 }),
    withdraws: fc.boolean(),
  })
  .map(({ role, area, from, until, covers, actor, id, withdraws }): PersonCommand => {
    const grantId = `grant-${String(id)}`;
    if (withdraws) return { type: 'withdraw', today, grant: grantId, withdrawnFrom: from, reason: 'Left.' };
    const cover = covers ? { reason: 'Leave.' } : null;
    return { ...{ type: 'grant', person: 'ann', actor, today }, ...terms(role, area, { grant: grantId, from, until, cover }) };
  });

describe('in every sequence of commands', () => {
  const law = (holds: (state: KnownPerson, commands: readonly PersonCommand[]) => void): void =>
    fc.assert(
      fc.property(fc.array(anyCommand, { minLength: 1, maxLength: 25 }), (commands) => {
        let state = evolve(initialState, registered);
        for (const command of commands) {
          const outcome = decider.decide(command, state);
          state = isRefusal(outcome) ? state : outcome.reduce(evolve, state);
          if (!isRefusal(outcome)) expect(decider.decide(command, state)).toEqual([]);
        }
        holds(state, commands);
      }),
      { numRuns: 500, seed: 20261125 },
    );
  const grantsOf = (state: KnownPerson) => (state.status === 'registered' ? state.grants : []);

  it('an administrator and an auditor hold no other role on any day, and every role lies over a fitting area', () => {
    const seen = new Set<Role>();
    law((state) => {
      for (const day of days) {
        const roles = new Set(
          grantsOf(state)
            .filter((held) => isInForce(held, day))
            .map(({ role }) => role),
        );
        roles.forEach((role) => seen.add(role));
        if (roles.has('administrator') || roles.has('auditor')) expect(roles.size).toBe(1);
      }
      for (const { role, area } of grantsOf(state)) expect(areasOf(role)).toContain(area.kind);
    });
    expect([...seen].toSorted()).toEqual([...ROLES].toSorted());
  });

  it('nobody was granted anything by themselves, no auditor without an end, and no second office but as cover with one', () => {
    law((state, commands) => {
      for (const held of grantsOf(state)) {
        const by = commands.filter((command) => command.type === 'grant' && command.grant === held.grant);
        expect(by.some((command) => command.type === 'grant' && command.actor !== 'ann')).toBe(true);
        if (held.role === 'auditor' || held.cover !== null) expect(held.until).not.toBeNull();
      }
      for (const day of days) {
        const directed = grantsOf(state).filter((held) => held.role === 'director' && isInForce(held, day));
        expect(directed.filter(({ cover }) => cover === null).length).toBeLessThanOrEqual(1);
      }
    });
  });
});
