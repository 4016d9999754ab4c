import { actingAs, actingName, lies, type Person } from './person.js';

const grantOf = (role: Person['role'], area: Person['area']): Person => ({ id: 'ann', name: 'Ann', role, area });
const assessor = grantOf('assessor', { kind: 'office', code: 'Q70' });
const regional = grantOf('panel-member', { kind: 'region', code: 'Y57' });
const national = grantOf('panel-member', { kind: 'england' });
const held = [assessor, regional, national];

describe('acting in one of several grants', () => {
  it.each([
    [undefined, assessor],
    ['assessor', assessor],
    ['panel-member', regional],
    ['panel-member@england', national],
    ['panel-member@Y57', regional],
  ])('asked for %s', (asked, person) => {
    expect(actingAs(held, asked)).toBe(person);
  });

  it.each(['auditor', 'panel-member@Y54', 'assessor@', '', '@Q70'])('is nobody for %j, which they do not hold', (asked) => {
    expect(actingAs(held, asked)).toBeUndefined();
  });

  it('is named by role and area, and found again by that name', () => {
    for (const person of held) expect(actingAs(held, actingName(person))).toBe(person);
  });
});

describe('where a place lies', () => {
  const dorset = { organisation: '11J', office: 'Q70', region: 'Y57' };

  it.each([
    [{ kind: 'england' }, true],
    [{ kind: 'region', code: 'Y57' }, true],
    [{ kind: 'office', code: 'Q74' }, false],
    [{ kind: 'organisation', code: '11J' }, true],
    [{ kind: 'organisation', code: 'Q70' }, false],
  ] as const)('in %j: %s', (area, expected) => {
    expect(lies(dorset, area)).toBe(expected);
  });
});
