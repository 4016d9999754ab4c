import type { BulkEntryView } from '#bulk-entry/contract.js';
import type { Person } from '#identity/contract.js';
import type { FailingMessage } from '#notifications/contract.js';
import type { LetterBrief } from '#letters/contract.js';
import type { ScorecardAnswer } from '#publication/contract.js';
import { bulkEntryItem, embargoItems, failingMessagesItem, givenUpItems, letterItem } from './document-work.js';

const england = { kind: 'england' } as const;
const person = (role: Person['role'], area: Person['area'] = england): Person => ({ id: role, name: role, role, area });
const office = { kind: 'office', code: 'Q70' } as const;

describe('an edition under embargo', () => {
  const brief = { publishedAt: '2016-07-20T23:30:00.000Z', supersededBy: null };
  const scorecard: ScorecardAnswer = {
    ...{ scorecard: '2015-16-year', kind: 'scorecard', title: 'Scorecard', period: '2015-16-year', standing: 1 },
    editions: [
      { ...brief, edition: 2, standing: 'under-embargo' },
      { ...brief, edition: 1, standing: 'published' },
    ],
  };

  it('is on the list of those who prepare it, on the day it becomes public in England; what is published is not', () => {
    const items = embargoItems(person('committee-secretary'), scorecard);
    expect(items).toMatchObject([
      { about: 'Scorecard, edition 2', day: '2016-07-21', why: 'You prepare it', page: '/scorecards/2015-16-year/editions/2' },
    ]);
  });

  it('is to be kept in confidence by those on its list', () => {
    const items = embargoItems(person('organisation', { kind: 'organisation', code: '11J' }), scorecard);
    expect(items).toMatchObject([{ toDo: 'Keep it in confidence until it is public', why: 'You are on its list' }]);
  });
});

describe('a drafted letter', () => {
  const letter: LetterBrief = {
    ...{ id: 'one', kind: 'quarter-report', assessment: 'a', organisation: { code: '11J', name: 'NHS Dorset CCG' } },
    ...{ period: '2015-16-q1', title: 'Report', classification: 'OFFICIAL', status: 'draft', check: 'answered' },
    ...{ checkUntil: null, draftedOn: '2015-08-01', issuedOn: null },
  };

  it('is issued by the director, once its facts are checked', () => {
    expect(letterItem(person('director', office), letter)?.toDo).toBe('Issue it');
    expect(letterItem(person('director', office), { ...letter, check: 'not-asked' })?.toDo).toBe('Have its facts checked');
  });

  it('is nothing to do for the assessor, once its facts are checked', () => {
    expect(letterItem(person('assessor', office), letter)).toBeUndefined();
  });
});

describe('commands given up', () => {
  const deadLetter = (manager: string, at: string) => ({
    ...{ commandId: at, manager, instance: 'i', command: {}, causationId: 'e', correlationId: 'c', attempts: 9 },
    ...{ rule: 'too-many-attempts', detail: '', issuedAt: new Date(at), givenUpAt: new Date(at) },
  });

  it('are one piece of work for each process manager, since the oldest', () => {
    const all = [
      deadLetter('a', '2016-02-03T12:00:00Z'),
      deadLetter('a', '2016-02-01T12:00:00Z'),
      deadLetter('b', '2016-02-02T12:00:00Z'),
    ];
    expect(givenUpItems(all)).toMatchObject([
      { about: 'a: 2 given up', day: '2016-02-01' },
      { about: 'b: 1 given up', day: '2016-02-02' },
    ]);
  });

  it('lead to the page on which they are seen to', () => {
    expect(givenUpItems([deadLetter('a', '2016-02-03T12:00:00Z')])[0]?.page).toBe('/operations');
  });

  it('are none where none was given up', () => expect(givenUpItems([])).toEqual([]));
});

describe('messages that could not be sent', () => {
  const failing = (settledAt: string): FailingMessage => ({
    ...{ id: settledAt, kind: 'panel', recipient: 'ann', createdAt: settledAt, settledAt },
    ...{ status: 'failed', attempts: 1, detail: '550' },
  });

  it('are one piece of work, since the oldest; none is none', () => {
    expect(failingMessagesItem([failing('2016-02-03T12:00:00Z'), failing('2016-02-01T12:00:00Z')])).toMatchObject([
      { about: '2 messages were not sent, or only perhaps', day: '2016-02-01', page: '/operations' },
    ]);
    expect(failingMessagesItem([])).toEqual([]);
  });
});

describe('a bulk entry', () => {
  const entry: BulkEntryView = {
    ...{ id: 'one', kind: 'ratings', file: 'ratings.csv', digest: '', actor: 'ann', actingAs: 'assessor@Q70' },
    ...{ acceptedAt: '2016-02-03T12:00:00Z', finishedAt: null, status: 'being-applied', rows: 10, settled: 4 },
    ...{ applied: 4, unchanged: 0, notApplied: [] },
  };

  it('waits until it is finished, for whoever entered it and for administrators', () => {
    const ann = { ...person('assessor', office), id: 'ann' };
    expect(bulkEntryItem(ann, entry)).toMatchObject({ about: 'ratings.csv', why: 'You entered it', page: '/bulk-entries/one' });
    expect(bulkEntryItem(person('administrator'), entry)?.why).toBe('You look after the service');
    expect(bulkEntryItem(ann, { ...entry, status: 'finished' })).toBeUndefined();
  });
});
