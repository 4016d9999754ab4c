import { z } from 'zod';
import {
  accessWithdrawalRequest,
  channelRequest,
  editionWithdrawalRequest,
  embargoRequest,
  freezeRequest,
  notificationRequest,
  stopRequest,
} from '#api-contract/scorecard-requests.js';
import { dayInEngland, instantInEngland, timeInEngland } from '#platform/clock/england.js';
import { ChangeEdition, FreezeEdition } from '#publication/commands.js';
import { type Draft, type EditionAnswer, explanations } from '#publication/queries.js';
import { dateFields } from '../forms/date-fields.js';
import { byPath, formsAbout, given } from '../forms/form-definition.js';
import type { Typed } from '../forms/typed.js';
import { groupsOf } from './draft.controller.js';

/** What a form about the next edition is shown and read with. */
export interface FreezingContext {
  /** As the address names it. */
  readonly scorecard: string;
  readonly draft: Draft;
}

/** What a form about a frozen edition is shown and read with. */
export interface EditionContext {
  readonly scorecard: string;
  readonly edition: EditionAnswer;
  readonly today: string;
}

const aboutDraft = formsAbout<FreezingContext>();
const aboutEdition = formsAbout<EditionContext>();

/** The codes or ids in a field, whatever stands between them. */
const wordsIn = (typed: Typed, field: string): readonly string[] => (typed.text(field) ?? '').split(/[\s,;]+/u).filter(Boolean);

/** A day and a time of day in England as the instant the API takes; undefined while either is missing or is none. */
function instantTyped(typed: Typed, pointer: string): string | undefined {
  typed.place(pointer, 'until');
  const [day, time] = [typed.date('until'), typed.text('untilTime')];
  if (day === undefined || time === undefined || !/^\d{1,2}[:.]\d{2}$/.test(time)) return undefined;
  const instant = instantInEngland(day, time.replace('.', ':').padStart(5, '0'));
  return instant === undefined ? undefined : new Date(instant).toISOString();
}

const UNTIL = 'the day, and the time such as 09:30, at which the embargo ends';

function omittedIn(typed: Typed, { notReady }: Draft) {
  const heldBack = wordsIn(typed, 'heldBack');
  typed.place('/omitted', 'heldBackReason');
  return [
    ...notReady.map(({ organisation, reason }) => given({ organisation, explanation: typed.text(`explanations/${reason}`) })),
    ...heldBack.map((organisation) => given({ organisation, explanation: typed.text('heldBackReason') })),
  ];
}

/** Freezing: when the embargo ends, where it is published, what is left out and why. */
export const freezingForm = aboutDraft({
  path: 'freezing',
  template: 'scorecards/forms/freezing.njk',
  title: 'Freeze this edition',
  button: 'Freeze the edition',
  permission: 'scorecard.freeze',
  checkFirst: true,
  schema: freezeRequest.extend({ draft: z.string().optional() }),
  words: {
    embargoUntil: UNTIL,
    channels: 'where it is to be published',
    'supersedes/reason': 'why the edition before is corrected',
  },
  read: (typed, { draft }) => {
    typed.place('/supersedes', 'supersedesReason');
    typed.place('/supersedes/reason', 'supersedesReason');
    return given({
      embargoUntil: instantTyped(typed, '/embargoUntil'),
      channels: typed.all('channels'),
      omitted: omittedIn(typed, draft),
      supersedes: draft.supersedes === null ? undefined : { edition: draft.supersedes, reason: typed.text('supersedesReason') },
      draft: typed.text('_draft'),
    });
  },
  command: (by, { scorecard }, { draft, ...request }) => new FreezeEdition(by, scorecard, request, draft),
  model: (_, { draft }) => ({
    draft,
    groups: groupsOf(draft.notReady),
    organisations: draft.entries.length + draft.notReady.length,
  }),
  start: ({ draft }) => ({
    channels: ['nhs-england'],
    untilTime: '09:30',
    ...Object.fromEntries(
      draft.notReady.map(({ reason }) => [`explanations/${reason}`, reason === 'held-back' ? '' : explanations[reason]]),
    ),
  }),
});

const change = { permission: 'scorecard.publish' } as const;

/** The forms about an edition that was frozen, by the last part of their address. */
export const editionForms = byPath<EditionContext>([
  aboutEdition({
    ...change,
    path: 'notification',
    template: 'scorecards/forms/notification.njk',
    title: 'Give somebody the final draft',
    button: 'Give them the final draft',
    checkFirst: true,
    schema: notificationRequest,
    words: { people: 'people', organisations: 'organisations' },
    read: (typed, { edition }) => ({
      people: wordsIn(typed, 'people'),
      organisations: typed.has('each', 'yes')
        ? edition.entries.map(({ organisation }) => organisation)
        : wordsIn(typed, 'organisations').map((code) => code.toUpperCase()),
    }),
    command: (by, { scorecard, edition }, request) =>
      new ChangeEdition(by, scorecard, edition.edition, { type: 'notify', request }),
  }),
  aboutEdition({
    ...change,
    path: 'access-withdrawal',
    template: 'scorecards/forms/access-withdrawal.njk',
    title: 'Take somebody off the list',
    button: 'Take them off the list',
    schema: accessWithdrawalRequest,
    words: { reason: 'why they are taken off the list' },
    read: (typed) =>
      given({ people: typed.all('people'), organisations: wordsIn(typed, 'organisations'), reason: typed.text('reason') }),
    command: (by, { scorecard, edition }, request) =>
      new ChangeEdition(by, scorecard, edition.edition, { type: 'withdraw-access', request }),
  }),
  aboutEdition({
    ...change,
    path: 'embargo',
    template: 'scorecards/forms/embargo.njk',
    title: 'Move the end of the embargo',
    button: 'Move the embargo',
    checkFirst: true,
    schema: embargoRequest,
    words: { until: UNTIL, reason: 'why it is moved' },
    read: (typed) => given({ until: instantTyped(typed, '/until'), reason: typed.text('reason') }),
    command: (by, { scorecard, edition }, request) =>
      new ChangeEdition(by, scorecard, edition.edition, { type: 'move-embargo', request }),
    start: ({ edition }) => ({
      ...dateFields('until', dayInEngland(Date.parse(edition.publishedAt))),
      untilTime: timeInEngland(Date.parse(edition.publishedAt)),
    }),
  }),
  aboutEdition({
    ...change,
    path: 'stop',
    template: 'scorecards/forms/reason.njk',
    title: 'Stop this edition',
    button: 'Stop the edition',
    checkFirst: true,
    schema: stopRequest,
    words: { reason: 'why it is stopped' },
    read: (typed) => given({ reason: typed.text('reason') }),
    command: (by, { scorecard, edition }, request) =>
      new ChangeEdition(by, scorecard, edition.edition, { type: 'stop', request }),
    model: () => ({
      says: 'It will not be published. Its number is not given again: the next edition of this scorecard gets another.',
      question: 'Why is it stopped?',
    }),
  }),
  aboutEdition({
    ...change,
    path: 'withdrawal',
    template: 'scorecards/forms/reason.njk',
    title: 'Withdraw this edition',
    button: 'Withdraw the edition',
    checkFirst: true,
    schema: editionWithdrawalRequest,
    words: { reason: 'why it is withdrawn' },
    read: (typed) => given({ reason: typed.text('reason') }),
    command: (by, { scorecard, edition }, request) =>
      new ChangeEdition(by, scorecard, edition.edition, { type: 'withdraw', request }),
    model: () => ({
      says: 'Its ratings stand no longer and its files are gone. A notice with your reason stands in their place, for everybody to read. If only something in it is wrong, prepare a correction instead.',
      question: 'Why is it withdrawn? This is published as you type it.',
    }),
  }),
  aboutEdition({
    ...change,
    path: 'channel',
    template: 'scorecards/forms/channel.njk',
    title: 'Record where else it is published',
    button: 'Record it',
    schema: channelRequest,
    words: { channel: 'where it is published', publishedOn: 'the day it was published there', address: 'the web address' },
    read: (typed) =>
      given({
        channel: typed.text('channel'),
        organisation: typed.text('organisation')?.toUpperCase(),
        address: typed.text('address'),
        publishedOn: typed.date('publishedOn'),
      }),
    command: (by, { scorecard, edition }, request) =>
      new ChangeEdition(by, scorecard, edition.edition, { type: 'record-channel', request }),
    start: ({ today }) => dateFields('publishedOn', today),
  }),
]);
