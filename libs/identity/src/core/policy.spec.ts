import { type Permission, permissions } from './permissions.js';
import { mayNot, mayNotInAnyRole, roleMay } from './policy.js';
import type { Person } from './person.js';

const dorset = { organisation: '11J', office: 'Q70', region: 'Y57' };
const person = (role: Person['role'], area: Person['area']): Person => ({ id: 'p', name: 'P', role, area });

describe('who may do what, where', () => {
  it.each([
    ['assessor', { kind: 'office', code: 'Q70' }, 'assessment.rate'],
    ['director', { kind: 'office', code: 'Q70' }, 'assessment.decide-local'],
    ['panel-member', { kind: 'region', code: 'Y57' }, 'assessment.decide-regional'],
    ['panel-member', { kind: 'england' }, 'assessment.decide-national'],
    ['panel-member', { kind: 'office', code: 'Q70' }, 'assessment.decide-local'],
    ['panel-chair', { kind: 'region', code: 'Y57' }, 'assessment.decide-regional'],
    ['panel-secretary', { kind: 'region', code: 'Y57' }, 'assessment.read'],
    ['committee-secretary', { kind: 'england' }, 'assessment.confirm'],
  ] as const)('allows a %s their own part in their own area', (role, area, permission) => {
    expect(mayNot(person(role, area), permission, dorset)).toBeUndefined();
  });

  it.each([
    ['assessor', { kind: 'office', code: 'Q74' }, 'assessment.rate', 'outside-area'],
    ['director', { kind: 'office', code: 'Q70' }, 'assessment.rate', 'role-may-not'],
    ['panel-member', { kind: 'england' }, 'assessment.decide-regional', 'role-may-not'],
    ['panel-secretary', { kind: 'england' }, 'assessment.decide-national', 'role-may-not'],
    ['panel-member', { kind: 'region', code: 'Y57' }, 'assessment.decide-national', 'role-may-not'],
    ['panel-member', { kind: 'region', code: 'Y54' }, 'assessment.decide-regional', 'outside-area'],
    ['administrator', { kind: 'england' }, 'assessment.read', 'role-may-not'],
  ] as const)('refuses a %s of %j to do %s', (role, area, permission, rule) => {
    expect(mayNot(person(role, area), permission, dorset)?.rule).toBe(rule);
  });

  it('lets somebody who is named as having acted have done so in any of their roles', () => {
    const held = [person('assessor', { kind: 'office', code: 'Q70' }), person('panel-member', { kind: 'region', code: 'Y57' })];
    expect(mayNotInAnyRole(held, 'assessment.decide-regional', dorset)).toBeUndefined();
    expect(mayNotInAnyRole(held, 'assessment.decide-national', dorset)?.rule).toBe('role-may-not');
    expect(mayNotInAnyRole(held, 'assessment.rate', { ...dorset, office: 'Q74' })?.rule).toBe('outside-area');
    expect(mayNotInAnyRole([], 'assessment.read', dorset)?.rule).toBe('role-may-not');
  });

  it('lets an auditor read everything and do nothing', () => {
    const auditor = person('auditor', { kind: 'england' });
    const allowed = Object.keys(permissions).filter((permission) => roleMay(auditor, permission as Permission));
    expect(allowed.every((permission) => permission.endsWith('.read'))).toBe(true);
  });

  it('lets an administrator neither rate, moderate nor audit', () => {
    const administrator = person('administrator', { kind: 'england' });
    const allowed = Object.keys(permissions).filter((permission) => roleMay(administrator, permission as Permission));
    expect(allowed.filter((permission) => /^(assessment|audit)\./.test(permission))).toEqual([]);
  });
});
