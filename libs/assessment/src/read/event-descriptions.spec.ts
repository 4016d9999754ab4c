import { codecOf } from '#kernel/codec.js';
import { assessmentEvents } from '../core/assessment/events.js';
import { auditedAssessments } from './audited-assessments.js';
import { describeEvent } from './event-descriptions.js';
import { decision, proposal } from './testing/moderated-quarter.js';
import { openingOf, termsOf } from './testing/recorded-history.js';

const terms = termsOf('ccg-assurance-2015-16', '2015-16-q2');
const changedEntry = {
  ...({ item: 'performance', decision: 'changed', reason: 'Waits above standard' } as const),
  ...{ before: 'assured-as-good', after: 'limited-assurance' },
};

describe('an event in plain English', () => {
  it('tells a single change with the labels of the pack, its reason apart', () => {
    const event = decision('regional', 2, 'changed', '2015-10-12', {}, [changedEntry]);
    expect(describeEvent(event, terms)).toEqual({
      kind: 'decision',
      title: expect.stringMatching(/^Performance changed from Assured as good to Limited assurance/) as string,
      detail: 'Waits above standard',
      businessDate: '2015-10-12',
    });
  });

  it('does not count what the rule made of a change as another change', () => {
    const followed = { item: 'headline', decision: 'changed' as const, before: 'assured-as-good', after: 'limited-assurance' };
    const event = decision('regional', 2, 'changed', '2015-10-12', {}, [changedEntry, followed]);
    expect(describeEvent(event, terms).title).toMatch(/^Performance changed from/);
    const two = decision('regional', 2, 'changed', '2015-10-12', {}, [changedEntry, { ...changedEntry, item: 'planning' }]);
    expect(describeEvent(two, terms).title).toBe('Regional stage: 2 ratings changed: Performance, Planning');
  });

  it('tells a stage that changed nothing, and one that returned an item', () => {
    expect(describeEvent(decision('local', 1, 'upheld', '2015-10-06', {}), terms).title).toBe(
      'Local stage: all ratings unchanged',
    );
    const returned = { ...changedEntry, decision: 'returned' as const, after: null };
    expect(describeEvent(decision('local', 1, 'returned', '2015-10-06', {}, [returned]), terms).title).toBe(
      'Local stage: returned to the assessor: Performance',
    );
  });

  it('does not call a rating proposed again as it was a change', () => {
    expect(describeEvent(proposal('planning', 'assured-as-good', 'assured-as-good'), terms).title).toBe(
      'Planning kept at Assured as good',
    );
  });

  it('tells a first rating from a change of one', () => {
    expect(describeEvent(proposal('planning', 'assured-as-good', null), terms).title).toBe('Planning rated Assured as good');
    expect(describeEvent(proposal('planning', 'not-assured', 'assured-as-good'), terms).title).toBe(
      'Planning changed from Assured as good to Not assured',
    );
  });

  it('calls an item and a rating the terms do not know by their ids', () => {
    expect(describeEvent(proposal('mystery', 'blue', null), terms).title).toBe('mystery rated blue');
  });

  it('makes the same title of the sealed event, with the words its opening brought', () => {
    const codec = codecOf(assessmentEvents);
    const sealedOf = (event: Parameters<typeof codec.encode>[0]) => ({
      type: event.type,
      version: 1,
      data: JSON.parse(codec.encode(event, () => 'sealed').payload) as unknown,
    });
    const opening = openingOf('ccg-assurance-2015-16', '2015-16-q2');
    const words = auditedAssessments.vocabularyOf(
      sealedOf({ type: 'AssessmentOpened', data: { ...opening, round: 1, openedOn: '2015-09-01' } }),
    );
    const event = decision('regional', 2, 'changed', '2015-10-12', {}, [changedEntry]);
    expect(auditedAssessments.titleOf(sealedOf(event), words)).toBe(describeEvent(event, terms).title);
    expect(auditedAssessments.titleOf({ ...sealedOf(event), version: 99 }, words)).toBeUndefined();
  });
});
