import { byDay, type WorkItem } from './work-item.js';

const item = (more: Partial<WorkItem>): WorkItem => ({
  ...{ kind: 'action', day: '2016-02-01', dayIs: 'due', overdue: false, toDo: 'Do', about: 'A', notes: [], why: 'Yours' },
  ...{ organisation: null, period: null, page: null },
  ...more,
});

describe('work by day', () => {
  it('puts the earliest day first, and what has no day before it', () => {
    const days = byDay([item({ day: '2016-03-01' }), item({ day: '2016-01-01' }), item({ day: null })], '2016-02-01');
    expect(days.map(({ day }) => day)).toEqual([null, '2016-01-01', '2016-03-01']);
  });

  it('calls overdue what was due before today, not what is due today', () => {
    const due = byDay([item({ day: '2016-01-31' }), item({ day: '2016-02-01' })], '2016-02-01');
    expect(due.map(({ overdue }) => overdue)).toEqual([true, false]);
  });

  it('calls nothing overdue that only waits', () => {
    expect(byDay([item({ day: '2015-01-01', dayIs: 'since' })], '2016-02-01')[0]?.overdue).toBe(false);
  });
});
