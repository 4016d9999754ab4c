import { given } from '#kernel/testing/given-when-then.js';
import { finalRatings } from './final-ratings.js';
import type { AssessmentCommand } from './decider.js';
import {
  command,
  confirming,
  decider,
  liveAfter,
  minted,
  MODERATED,
  story,
  SUBMITTED,
  TODAY,
  YEAR_MODERATED,
} from './testing/story.js';

const CONFIRMED = [...YEAR_MODERATED, confirming()] as const;
const after = (...commands: readonly AssessmentCommand[]) => given(decider, ...story(...commands));
const asking = command('wessex-director', 'request-reopening', { reason: 'New figures', items: ['headline'] });
const request = minted(asking, 'reopening');
const approving = (by: string) => command(by, 'reopen', { request });
const refusing = command('committee-secretary', 'refuse-reopening', { request, reason: 'The figures are the same' });

describe('requesting a reopening', () => {
  it('names the items and the reason', () => {
    after(...CONFIRMED)
      .when(asking)
      .thenEvents({
        type: 'ReopeningRequested',
        data: { request, items: ['headline'], reason: 'New figures', requestedBy: 'wessex-director', requestedOn: TODAY },
      });
  });

  it('names all that are rated by hand where it names none', () => {
    const all = command('wessex-director', 'request-reopening', { reason: 'x' });
    const [event] = decider.decide(all, liveAfter(...MODERATED)) as readonly { data: { items: readonly string[] } }[];
    expect(event?.data.items).toHaveLength(liveAfter(...MODERATED).ratings.size);
  });

  it('is for final ratings alone, and one waits at a time', () => {
    after(...SUBMITTED)
      .when(asking)
      .thenRefused('nothing-to-reopen');
    after(...YEAR_MODERATED)
      .when(asking)
      .thenRefused('nothing-to-reopen');
    after(...CONFIRMED, asking)
      .when(asking)
      .thenNothing();
    after(...CONFIRMED, asking)
      .when(command('south-panel', 'request-reopening', { reason: 'Another' }))
      .thenRefused('reopening-requested-already');
  });

  it('names items that are rated by hand', () => {
    after(...CONFIRMED)
      .when(command('wessex-director', 'request-reopening', { reason: 'x', items: ['nothing'] }))
      .thenRefused('item-not-in-framework');
  });
});

describe('approving a reopening', () => {
  it('is another person’s, and opens a new round for the items named', () => {
    after(...CONFIRMED, asking)
      .when(approving('wessex-director'))
      .thenRefused('reopening-needs-another-person');
    after(...CONFIRMED, asking)
      .when(approving('committee-secretary'))
      .thenEvents({
        type: 'Reopened',
        data: { request, round: 2, items: ['headline'], approvedBy: 'committee-secretary', reopenedOn: TODAY },
      });
    const reopened = liveAfter(...CONFIRMED, asking, approving('committee-secretary'));
    expect(reopened).toMatchObject({ status: 'open', round: 2, reopened: new Set(['headline']) });
    expect(finalRatings(reopened)).toBeUndefined();
  });

  it('is done once, said twice is nothing new', () => {
    const done = after(...CONFIRMED, asking, approving('committee-secretary'));
    done.when(approving('committee-secretary')).thenNothing();
    done.when(approving('national-chair')).thenRefused('reopening-settled-already');
  });

  it('approves only what was requested', () => {
    after(...CONFIRMED)
      .when(approving('committee-secretary'))
      .thenRefused('unknown-reopening-request');
  });
});

describe('refusing a reopening', () => {
  it('leaves the ratings as they are, with the reason', () => {
    after(...CONFIRMED, asking)
      .when(refusing)
      .thenEvents({
        type: 'ReopeningRefused',
        data: { request, reason: 'The figures are the same', refusedBy: 'committee-secretary', refusedOn: TODAY },
      });
    expect(liveAfter(...CONFIRMED, asking, refusing).status).toBe('confirmed');
    after(...CONFIRMED, asking, refusing)
      .when(approving('national-chair'))
      .thenRefused('reopening-settled-already');
  });
});
