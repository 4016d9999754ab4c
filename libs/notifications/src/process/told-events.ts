import type { AssessmentEvent } from '#assessment/contract.js';
import { NO_REACTION, type NoticedEvent, type ProcessManager, type Reaction, type TimerChange } from '#kernel/process-manager.js';
import type { LetterEvent } from '#letters/contract.js';
import type { PanelEvent } from '#moderation/contract.js';
import type { ScorecardEvent } from '#publication/contract.js';

/** Any event that people may be told of. */
export type ToldEvent = AssessmentEvent | PanelEvent | ScorecardEvent | LetterEvent;

type OnAnAssessment<Told extends string> = Told extends unknown ? { readonly tell: Told; readonly assessment: string } : never;

/** What is to be told, by ids alone. Who is told, and in which words, is found when it is carried out. */
export type Telling =
  /** The assessment waits for the stage after the one named; after the assessor where none is. */
  | { readonly tell: 'comes-to-stage'; readonly assessment: string; readonly after: string | null }
  /** One decision on many: those it sends on come to the next stage together. */
  | { readonly tell: 'many-come-to-stage'; readonly assessment: string; readonly after: string; readonly count: number }
  | OnAnAssessment<'returned' | 'reopened' | 'comment-to-answer' | 'reopening-asked'>
  | { readonly tell: 'comment-window'; readonly assessment: string; readonly opensOn: string; readonly closesOn: string }
  | { readonly tell: 'window-closes'; readonly assessment: string; readonly sharing: string }
  | { readonly tell: 'action-due'; readonly assessment: string; readonly action: string }
  | { readonly tell: 'reopening-refused'; readonly assessment: string; readonly request: string }
  /** To those named, or to everybody who has a seat. */
  | {
      readonly tell: 'panel-convened' | 'panel-changed' | 'panel-cancelled' | 'papers-opened';
      readonly panel: string;
      readonly people: readonly string[] | null;
    }
  | {
      readonly tell: 'embargo-notice';
      readonly scorecard: string;
      readonly edition: number;
      readonly people: readonly string[];
      readonly organisations: readonly string[];
    }
  | { readonly tell: 'letter-to-check' | 'letter-to-issue' | 'letter-corrected' | 'letter-issued'; readonly letter: string };

/** The same with the event it follows from; null where it follows from a day that came. */
export type Tell = Telling & {
  readonly because: {
    readonly event: string;
    readonly recordedAt: string;
    /** Who recorded the event: they know, and are not told. */
    readonly actor: string;
  } | null;
};

/** So many days before a window's last, whoever may comment is told once more. */
const REMIND_DAYS_BEFORE = 2;

/** The types of event the manager reads; what it does not tell of cannot stop it. */
export const TOLD_TYPES: ReadonlySet<ToldEvent['type']> = new Set([
  ...(['SubmittedForModeration', 'StageDecided', 'StageNotHeld', 'ConfirmationReturned', 'Reopened'] as const),
  ...(['SharedWithOrganisation', 'OrganisationCommented', 'ActionFellDue'] as const),
  ...(['ReopeningRequested', 'ReopeningRefused'] as const),
  ...(['PanelConvened', 'PanelMembersChanged', 'PanelCancelled', 'PapersOpened', 'BatchDecided'] as const),
  'EmbargoNotified',
  ...(['FactCheckAsked', 'FactCheckAnswered', 'FactCheckWaived', 'LetterIssued'] as const),
]);

/** Turns events, and the days that windows close on, into what people are told of. It remembers nothing. */
export const toldEvents: ProcessManager<null, ToldEvent, Tell> = {
  name: 'notifications',
  version: 1,
  initialState: null,
  instanceOf: ({ event, stream }) => (tellingOf(event, idOf(stream)) === undefined ? undefined : stream),
  evolve: (state) => state,
  react: tellOf,
  onTimer: (sharing, _state, stream) => ({
    commands: [{ tell: 'window-closes', assessment: idOf(stream), sharing, because: null }],
    timers: [],
  }),
};

function tellOf(noticed: NoticedEvent<ToldEvent>): Reaction<Tell> {
  const { id: event, recordedAt, metadata, stream } = noticed;
  const telling = tellingOf(noticed.event, idOf(stream));
  if (telling === undefined) return NO_REACTION;
  const because = { event, recordedAt, actor: metadata.actor };
  return { commands: [{ ...telling, because }], timers: remindersOf(noticed.event) };
}

function remindersOf(event: ToldEvent): readonly TimerChange[] {
  if (event.type !== 'SharedWithOrganisation') return [];
  const { sharing, opensOn, closesOn } = event.data;
  const on = new Date(Date.parse(closesOn) - REMIND_DAYS_BEFORE * DAY_MS).toISOString().slice(0, 10);
  return on > opensOn ? [{ set: sharing, due: { on } }] : [];
}

const DAY_MS = 86_400_000;

const idOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

const tellingOf = (event: ToldEvent, id: string): Telling | undefined =>
  ofTheLadder(event, id) ?? ofAnAssessment(event, id) ?? ofAPanel(event, id) ?? ofADocument(event, id);

function ofTheLadder(event: ToldEvent, assessment: string): Telling | undefined {
  switch (event.type) {
    case 'SubmittedForModeration':
      return { tell: 'comes-to-stage', assessment, after: null };
    case 'StageNotHeld':
      return { tell: 'comes-to-stage', assessment, after: event.data.stage };
    case 'StageDecided':
      if (event.data.outcome === 'returned') return { tell: 'returned', assessment };
      // The decision on many at once tells of all it sends on.
      return event.data.batch === undefined ? { tell: 'comes-to-stage', assessment, after: event.data.stage } : undefined;
    case 'ConfirmationReturned':
      return { tell: 'returned', assessment };
    case 'Reopened':
      return { tell: 'reopened', assessment };
    default:
      return undefined;
  }
}

function ofAnAssessment(event: ToldEvent, assessment: string): Telling | undefined {
  switch (event.type) {
    case 'SharedWithOrganisation':
      return { tell: 'comment-window', assessment, opensOn: event.data.opensOn, closesOn: event.data.closesOn };
    case 'OrganisationCommented':
      return { tell: 'comment-to-answer', assessment };
    case 'ActionFellDue':
      return { tell: 'action-due', assessment, action: event.data.action };
    case 'ReopeningRequested':
      return { tell: 'reopening-asked', assessment };
    case 'ReopeningRefused':
      return { tell: 'reopening-refused', assessment, request: event.data.request };
    default:
      return undefined;
  }
}

function ofAPanel(event: ToldEvent, panel: string): Telling | undefined {
  switch (event.type) {
    case 'PanelConvened':
      return event.data.committee === undefined ? { tell: 'panel-convened', panel, people: null } : undefined;
    case 'PanelMembersChanged': {
      const { added, chair, secretary } = event.data;
      return { tell: 'panel-changed', panel, people: [...new Set([...added, chair, ...(secretary ? [secretary] : [])])] };
    }
    case 'PanelCancelled':
      return { tell: 'panel-cancelled', panel, people: null };
    case 'PapersOpened':
      return { tell: 'papers-opened', panel, people: null };
    case 'BatchDecided': {
      const sentOn = event.data.entries.filter(({ outcome }) => outcome === 'upheld' || outcome === 'changed');
      const [first] = sentOn;
      if (first === undefined) return undefined;
      const { assessment } = first;
      return { tell: 'many-come-to-stage', assessment, after: panel.split('.')[0] ?? '', count: sentOn.length };
    }
    default:
      return undefined;
  }
}

function ofADocument(event: ToldEvent, id: string): Telling | undefined {
  switch (event.type) {
    case 'EmbargoNotified': {
      const { edition, people, organisations } = event.data;
      return { tell: 'embargo-notice', scorecard: id, edition, people, organisations };
    }
    case 'FactCheckAsked':
      return { tell: 'letter-to-check', letter: id };
    case 'FactCheckAnswered':
      return { tell: event.data.outcome === 'agreed' ? 'letter-to-issue' : 'letter-corrected', letter: id };
    case 'FactCheckWaived':
      return { tell: 'letter-to-issue', letter: id };
    case 'LetterIssued':
      return { tell: 'letter-issued', letter: id };
    default:
      return undefined;
  }
}
