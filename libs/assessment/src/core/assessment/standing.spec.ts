import { given } from '#kernel/testing/given-when-then.js';
import type { AssessmentCommand } from './decider.js';
import type { AssessmentEvent } from './events.js';
import { lastMaterialChangeOf } from './seen-and-unseen.js';
import { assessmentIdOf, currentRatings, meetingsOf, missingItems } from './selectors.js';
import {
  command,
  decider,
  DORSET,
  liveAfter,
  meeting,
  MODERATED,
  opening,
  rating,
  READY,
  SOUTH,
  stateAfter,
  story,
  SUBMITTED,
  TODAY,
  WESSEX,
} from './testing/story.js';
import { quarterTerms } from './testing/terms.js';

const after = (...commands: readonly AssessmentCommand[]) => given(decider, ...story(...commands));
const withdrawal = command('wessex-assessor', 'withdraw-assessment', { reason: 'Wrong quarter' });

describe('opening', () => {
  it('says where responsibility lies and which terms are in force', () => {
    given(decider)
      .when(opening())
      .thenEvents({
        type: 'AssessmentOpened',
        data: {
          ...{ organisation: DORSET, office: WESSEX, region: SOUTH, period: '2014-15-q1' },
          ...{ terms: quarterTerms, round: 1, openedOn: TODAY },
        },
      });
    expect(assessmentIdOf(liveAfter(opening()))).toBe('11J.test-assurance.2014-15-q1');
  });

  it('comes before everything else', () => {
    given(decider).when(meeting()).thenRefused('assessment-was-never-opened');
  });

  it('is refused where it is open already', () => {
    after(opening()).when(opening()).thenRefused('assessment-already-open');
    after(...MODERATED)
      .when(opening())
      .thenRefused('assessment-already-open');
  });

  it('continues a withdrawn stream at the next round: rated from nothing, what happened still recorded', () => {
    const state = liveAfter(...READY, withdrawal, opening());
    expect(state).toMatchObject({ status: 'open', round: 2, reopened: 'all', ratings: new Map() });
    expect(meetingsOf(state)).toHaveLength(1);
    after(...READY, withdrawal)
      .when(opening())
      .thenDecided(([event]) => expect(event?.data).toMatchObject({ round: 2 }));
  });
});

describe('withdrawal', () => {
  it('is said once, with its reason', () => {
    after(opening())
      .when(withdrawal)
      .thenEvents({ type: 'AssessmentWithdrawn', data: { reason: 'Wrong quarter', withdrawnOn: TODAY } });
    after(opening(), withdrawal).when(withdrawal).thenNothing();
    after(opening(), withdrawal)
      .when({ ...withdrawal, reason: 'Another reason' })
      .thenRefused('assessment-is-withdrawn');
  });

  it('is not possible from moderation', () => {
    after(...SUBMITTED)
      .when(withdrawal)
      .thenRefused('assessment-not-open');
  });

  it('stops judging, but not the record of what happened', () => {
    after(opening(), withdrawal)
      .when(rating({ 'domain-1': 'assured' }, { judged: 1n }))
      .thenRefused('assessment-is-withdrawn');
    after(opening(), withdrawal)
      .when(meeting())
      .thenDecided((events) => expect(events).toHaveLength(1));
  });
});

describe('transfer', () => {
  const to = { office: { code: 'Q85', name: 'South West' }, region: SOUTH };
  const transfer = command('administrator', 'transfer-assessment', { to, reason: 'The map changed' });
  it('moves responsibility, with where it lay before', () => {
    after(opening())
      .when(transfer)
      .thenEvents({
        type: 'AssessmentTransferred',
        data: { from: { office: WESSEX, region: SOUTH }, to, reason: 'The map changed', transferredOn: TODAY },
      });
    expect(liveAfter(opening(), transfer).office.code).toBe('Q85');
    after(opening(), transfer).when(transfer).thenNothing();
  });
});

describe('what is read from a state', () => {
  it('lists every item in the order of the pack, and what is still to be rated', () => {
    const state = liveAfter(opening(), rating({ 'domain-2': 'assured' }));
    expect(currentRatings(state).map(({ item, how, rating: value }) => [item.id, how, value])).toEqual([
      ['domain-1', 'by-hand', null],
      ['domain-2', 'by-hand', 'assured'],
      ['domain-3', 'by-hand', null],
      ['clinical-area', 'given', null],
      ['headline', 'computed', null],
    ]);
    expect(missingItems(state)).toEqual(['domain-1', 'domain-3']);
    expect(lastMaterialChangeOf(state, 'domain-2')).toBe(1n);
    expect(currentRatings(liveAfter(...SUBMITTED)).at(-1)?.rating).toBe('assured-with-support');
    expect(assessmentIdOf(decider.initialState)).toBeUndefined();
  });
});

describe('events whose commands come later', () => {
  const id = '00000000-0000-4000-8000-000000000001';
  const later = (...events: readonly AssessmentEvent[]) => stateAfter([...story(...MODERATED), ...events]);
  const published = {
    type: 'Published',
    data: { edition: 'e1', publishedAt: '2014-12-01T09:00:00Z', publishedOn: '2014-12-01', channels: ['website'], entry: null },
  } as const;

  it('publish, and reopen what was asked for at the next round', () => {
    expect(later(published)).toMatchObject({ status: 'published', publications: [{ edition: 'e1' }] });
    const reopened = later(
      published,
      {
        type: 'ReopeningRequested',
        data: { request: id, items: ['domain-1'], reason: 'x', requestedBy: 'a', requestedOn: TODAY },
      },
      { type: 'Reopened', data: { request: id, round: 2, items: ['domain-1'], approvedBy: 'b', reopenedOn: TODAY } },
    );
    expect(reopened).toMatchObject({
      status: 'open',
      round: 2,
      reopened: new Set(['domain-1']),
      reopeningRequests: [{ request: id }],
    });
  });

  it('apply a new version of the framework with the recomputed headline', () => {
    const headline = { computed: 'not-assured', override: null, result: 'not-assured' };
    const terms = { ...quarterTerms, framework: { ...quarterTerms.framework, version: 2 } };
    const state = later({
      type: 'FrameworkVersionApplied',
      data: {
        ...{ from: 1, terms, computed: [], headline, reason: 'x', judgedRevision: null, appliedOn: TODAY },
        ...{ appliedBy: null, stage: null, changed: [] },
      },
    });
    expect(state).toMatchObject({ terms: { framework: { version: 2 } }, headline });
  });
});
