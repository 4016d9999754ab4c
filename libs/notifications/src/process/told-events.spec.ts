import type { NoticedEvent } from '#kernel/process-manager.js';
import { type ToldEvent, toldEvents } from './told-events.js';

const ASSESSMENT = '11J.ccg-assurance-2015-16.2015-16-q3';
const PANEL = 'national.england.ccg-assurance-2015-16.2015-16-q3.2016-02-01';
const DAY = '2016-02-01';

const noticedOf = (stream: string, type: ToldEvent['type'], data: object) =>
  ({
    ...{ id: 'the-event', stream, revision: 7n, recordedAt: `${DAY}T10:00:00.000Z`, event: { type, data } },
    metadata: { actor: 'whoever-did-it', role: 'director', correlationId: 'c' },
  }) as unknown as NoticedEvent<ToldEvent>;

/** What is told of an event of which only the data matter that are looked at. */
function told(stream: string, type: ToldEvent['type'], data: object) {
  const noticed = noticedOf(stream, type, data);
  return toldEvents.instanceOf(noticed) === undefined ? [] : toldEvents.react(noticed, null).commands;
}
const ofTheAssessment = (type: ToldEvent['type'], data: object = {}) => told(`assessment-${ASSESSMENT}`, type, data);

describe('people are told', () => {
  it('of the event, when it was recorded, and by whom, so that whoever did it is left out', () => {
    expect(ofTheAssessment('SubmittedForModeration')).toEqual([
      {
        ...{ tell: 'comes-to-stage', assessment: ASSESSMENT, after: null },
        because: { event: 'the-event', recordedAt: `${DAY}T10:00:00.000Z`, actor: 'whoever-did-it' },
      },
    ]);
  });

  it('of what comes to the next stage, and of what is returned', () => {
    expect(ofTheAssessment('StageDecided', { stage: 'local', outcome: 'upheld' })).toMatchObject([
      { tell: 'comes-to-stage', after: 'local' },
    ]);
    expect(ofTheAssessment('StageDecided', { stage: 'local', outcome: 'returned', batch: 'b' })).toMatchObject([
      { tell: 'returned' },
    ]);
  });

  it('of a decision on many once, by the decision and not by each that it sends on', () => {
    expect(ofTheAssessment('StageDecided', { stage: 'national', outcome: 'upheld', batch: 'b' })).toEqual([]);
    const entries = ['upheld', 'changed', 'returned'].map((outcome) => ({ assessment: ASSESSMENT, outcome }));
    expect(told(`panel-${PANEL}`, 'BatchDecided', { entries })).toMatchObject([
      { tell: 'many-come-to-stage', assessment: ASSESSMENT, after: 'national', count: 2 },
    ]);
    expect(told(`panel-${PANEL}`, 'BatchDecided', { entries: [{ assessment: ASSESSMENT, outcome: 'confirmed' }] })).toEqual([]);
  });

  it('of a seat in a panel, but not of a committee that sits elsewhere', () => {
    expect(told(`panel-${PANEL}`, 'PanelConvened', {})).toMatchObject([{ tell: 'panel-convened', panel: PANEL, people: null }]);
    expect(told(`panel-${PANEL}`, 'PanelConvened', { committee: 'The committee' })).toEqual([]);
  });

  it('of a letter by what is to be done with it', () => {
    const answered = (outcome: string) => told('letter-one', 'FactCheckAnswered', { outcome });
    expect([...answered('agreed'), ...answered('corrections')]).toMatchObject([
      { tell: 'letter-to-issue', letter: 'one' },
      { tell: 'letter-corrected' },
    ]);
  });

  it('once more two days before a window closes, unless it is shorter than that', () => {
    const timersOf = (opensOn: string, closesOn: string) =>
      toldEvents.react(noticedOf('assessment-a', 'SharedWithOrganisation', { sharing: 's', opensOn, closesOn }), null).timers;
    expect(timersOf('2016-02-01', '2016-02-15')).toEqual([{ set: 's', due: { on: '2016-02-13' } }]);
    expect(timersOf('2016-02-01', '2016-02-03')).toEqual([]);
    expect(toldEvents.onTimer?.('s', null, `assessment-${ASSESSMENT}`).commands).toEqual([
      { tell: 'window-closes', assessment: ASSESSMENT, sharing: 's', because: null },
    ]);
  });

  it('of nothing else', () => {
    expect(ofTheAssessment('RatingProposed')).toEqual([]);
  });
});
