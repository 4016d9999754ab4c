import { checkpointMeetingRequest } from '#api-contract/assessment-requests.js';
import { faultsOf, refusedFaults } from './faults.js';
import { numbered, Typed } from './typed.js';

describe('what was typed', () => {
  it('becomes a date only when it is one, and stays as typed otherwise', () => {
    const typed = new Typed({ 'heldOn-day': '4', 'heldOn-month': '7', 'heldOn-year': '2015', 'due-day': '31', 'due-month': 'x' });
    expect([typed.date('heldOn'), typed.date('due'), typed.date('other')]).toEqual(['2015-07-04', '-0x-31', undefined]);
  });

  it('becomes a date as vague as it was typed', () => {
    const typed = new Typed({
      'a-year': '2016',
      'b-month': '7',
      'b-year': '2018',
      'c-day': '2',
      'c-month': '8',
      'c-year': '2017',
    });
    expect(['a', 'b', 'c', 'd'].map((name) => typed.partialDate(name))).toEqual(['2016', '2018-07', '2017-08-02', undefined]);
    expect(new Typed({ 'a-day': '3', 'a-year': '2016' }).partialDate('a')).toBe('2016-00-03');
  });

  it('becomes a list of codes, and points a fault of any of them at the field', () => {
    const typed = new Typed({ organisations: ' 00m, 00K\n08q ' });
    expect(typed.codes('organisations')).toEqual(['00M', '00K', '08Q']);
    expect(typed.fieldAt('/organisations/2')).toBe('organisations');
  });

  it('leaves blank rows out of the request, and points a fault at the row it was typed into', () => {
    const typed = new Typed({ 'attendance/0/name': ' ', 'attendance/2/name': 'B. Sample', 'attendance/3/role': 'Chair' });
    const attendance = typed
      .rows('attendance', ['name', 'role'], numbered(4))
      .map((row) => ({ name: row.text('name'), role: row.text('role') }));
    expect(attendance).toEqual([
      { name: 'B. Sample', role: undefined },
      { name: undefined, role: 'Chair' },
    ]);

    const checked = checkpointMeetingRequest.safeParse({ heldOn: '2015-02-30', attendance });
    const words = { heldOn: 'the day it was held', 'attendance/#': 'a name' };
    expect(checked.success ? [] : faultsOf(checked.error, typed, words).map(({ field }) => field)).toEqual([
      'heldOn',
      'attendance/3',
    ]);
  });

  it('shows a refusal of a rule beside the field its pointer leads to, and one without a pointer on top', () => {
    const typed = new Typed({});
    typed.place('/ratings/0', 'ratings/planning');
    const errors = [{ pointer: '/ratings/0/reason', detail: 'a change needs a reason' }];
    expect(refusedFaults({ detail: 'No.', errors }, typed)).toEqual([
      { field: 'ratings/planning/reason', text: 'A change needs a reason' },
    ]);
    expect(refusedFaults({ detail: 'No.' }, typed)).toEqual([{ field: undefined, text: 'No.' }]);
  });
});
