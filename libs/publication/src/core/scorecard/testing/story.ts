import { fold } from '#kernel/decider.js';
import type { EditionContent, EditionEntry, Omission } from '../content.js';
import { type ScorecardCommand, type ScorecardCommandOf, scorecardDecider } from '../decider.js';
import type { ScorecardEvent } from '../events.js';
import type { Scorecard } from '../state.js';

/** Instants of a story: frozen in June, the embargo over on 19 July 2017 at half past nine in England. */
export const FROZEN_AT = '2017-06-30T10:00:00.000Z';
export const JUST_BEFORE = '2017-07-19T08:29:59.999Z';
export const EMBARGO_UNTIL = '2017-07-19T08:30:00.000Z';
export const AFTERWARDS = '2017-07-19T08:30:00.001Z';

const SOUTH = { code: 'Y57', name: 'South of England' };

/** An organisation's entry, rated as given. */
export const entry = (organisation: string, headline = 'good'): EditionEntry => ({
  organisation,
  name: `NHS ${organisation} CCG`,
  region: SOUTH,
  office: { code: 'Q70', name: 'Wessex' },
  assessment: `${organisation}.ccg-iaf-2016-17.2016-17-year`,
  frameworkVersion: 1,
  round: 1,
  revision: '17',
  decidedOn: '2017-06-20',
  ratings: [{ item: 'headline', rating: headline }],
});

/** An organisation left out. */
export const omission = (organisation: string): Omission => ({
  organisation,
  name: `NHS ${organisation} CCG`,
  region: SOUTH,
  reason: 'not-finished',
  explanation: 'Its rating was not final.',
});

/** The content of an edition of three organisations, one of them omitted. */
export const content = (change: Partial<EditionContent> = {}): EditionContent => ({
  scorecard: '2016-17-year.scorecard',
  edition: 1,
  kind: 'scorecard',
  period: '2016-17-year',
  framework: { id: 'ccg-iaf-2016-17', version: 1, hash: 'h', title: 'CCG IAF', issuer: 'NHS England' },
  organisationsOn: '2017-03-31',
  supersedes: null,
  items: [{ id: 'headline', label: 'Overall rating', kind: 'headline', scale: 'four' }],
  scales: [
    {
      id: 'four',
      ratings: [
        { id: 'good', label: 'Good' },
        { id: 'inadequate', label: 'Inadequate' },
      ],
    },
  ],
  entries: [entry('11J'), entry('11A')],
  omitted: [omission('99P')],
  ...change,
});

/** A command as it comes from the edge. */
export const command = <Type extends ScorecardCommand['type']>(
  type: Type,
  fields: Omit<ScorecardCommandOf<Type>, 'type' | 'actor' | 'now'>,
  now: string = FROZEN_AT,
): ScorecardCommandOf<Type> => ({ type, actor: 'committee-secretary', now, ...fields }) as unknown as ScorecardCommandOf<Type>;

/** Freezing the content above, seen as it is. */
export const freezing = (
  change: Partial<Omit<ScorecardCommandOf<'freeze-edition'>, 'type' | 'actor' | 'now'>> = {},
  now: string = FROZEN_AT,
): ScorecardCommandOf<'freeze-edition'> =>
  command(
    'freeze-edition',
    {
      ...{ content: content(), sha256: 'a'.repeat(64), organisations: ['11J', '11A', '99P'], unexplained: [] },
      ...{ draft: 'd1', seen: 'd1', embargoUntil: EMBARGO_UNTIL, channels: ['nhs-england', 'mynhs'] },
      ...change,
    },
    now,
  );

/** What a correction is frozen with: it supersedes the first edition. */
export const correcting = { content: content({ edition: 2, supersedes: { edition: 1, reason: '11A was rated wrongly.' } }) };

/** The history that some commands made; each has to be accepted. */
export function history(...commands: readonly ScorecardCommand[]): readonly ScorecardEvent[] {
  const events: ScorecardEvent[] = [];
  for (const each of commands) {
    const outcome = scorecardDecider.decide(each, fold(scorecardDecider, events));
    if ('refused' in outcome) throw new Error(`${each.type} was refused by ${outcome.rule}: ${outcome.detail}`);
    events.push(...outcome);
  }
  return events;
}

/** The scorecard after some commands. */
export const after = (...commands: readonly ScorecardCommand[]): Scorecard => fold(scorecardDecider, history(...commands));
