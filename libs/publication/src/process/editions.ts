import { NO_REACTION, type NoticedEvent, type ProcessManager, type Reaction } from '#kernel/process-manager.js';
import type { AssessmentEvent } from '#assessment/contract.js';
import type { ScorecardEvent } from '../core/scorecard/events.js';
import { type EditionKind, kindsOfEdition, scorecardId } from '../core/scorecard/kinds.js';

/** What follows from an edition by itself. */
export type EditionCommand =
  /** The embargo is over: records that. */
  | { readonly do: 'publish'; readonly scorecard: string; readonly edition: number }
  /** An assessment in it was reopened before that. */
  | {
      readonly do: 'stop';
      readonly scorecard: string;
      readonly edition: number;
      readonly assessment: string;
      /** Who approved the reopening. */
      readonly by: string;
    }
  /** Records in an assessment that it stands in the edition. */
  | { readonly do: 'record'; readonly scorecard: string; readonly edition: number; readonly assessment: string }
  /** Records in an assessment that it stands in none any more. */
  | {
      readonly do: 'withdraw';
      readonly scorecard: string;
      readonly edition: number;
      readonly assessment: string;
      readonly because: 'edition-withdrawn' | 'left-out';
    };

interface HeldEdition {
  readonly edition: number;
  readonly assessments: readonly string[];
}

/** What is known of one kind of edition of a period. */
interface EditionsOfKind {
  /** Frozen, and its embargo not yet recorded as over. */
  readonly waiting?: HeldEdition & { readonly until: string };
  /** Published last, and not withdrawn. */
  readonly standing?: HeldEdition;
  /** What the last event took out of public: an edition that was withdrawn, or what its successor leaves out of it. */
  readonly gone?: HeldEdition;
}

/** What is known of a period's editions, by their kind. */
export type EditionsOfPeriod = Readonly<Partial<Record<EditionKind, EditionsOfKind>>>;

type Told = ScorecardEvent | Extract<AssessmentEvent, { type: 'Reopened' }>;

/**
 * Sees an edition through: records that its embargo is over, and in each assessment that it stands in the edition; takes out of
 * public what the next edition leaves out, and all of it when it is withdrawn. A reopening before the embargo ends stops it. Whether
 * an edition is public does not wait for any of this.
 */
export const editions: ProcessManager<EditionsOfPeriod, Told, EditionCommand> = {
  name: 'editions',
  version: 1,
  initialState: {},
  instanceOf: ({ stream }) => periodOf(stream),
  evolve: (state, noticed) => {
    const kind = kindOf(noticed.stream);
    return kind === undefined ? state : { ...state, [kind]: evolved(state[kind] ?? {}, noticed.event) };
  },
  react,
  onTimer: (timer, state, period) => {
    const kind = timer as EditionKind;
    const waiting = state[kind]?.waiting;
    if (waiting === undefined) return NO_REACTION;
    return { commands: [{ do: 'publish', scorecard: scorecardId(period, kind), edition: waiting.edition }], timers: [] };
  },
};

const SCORECARD = /^scorecard-([^.]+)\.(.+)$/;
const kindOf = (stream: string): EditionKind | undefined => SCORECARD.exec(stream)?.[2] as EditionKind | undefined;
/** `2016-17-year` of `scorecard-2016-17-year.scorecard` and of `assessment-{organisation}.{framework}.2016-17-year`. */
const periodOf = (stream: string): string | undefined => SCORECARD.exec(stream)?.[1] ?? stream.split('.').at(-1);

function evolved(known: EditionsOfKind, event: Told): EditionsOfKind {
  switch (event.type) {
    case 'EditionFrozen': {
      const { content, embargoUntil } = event.data;
      const assessments = content.entries.map(({ assessment }) => assessment);
      return { ...known, waiting: { edition: content.edition, assessments, until: embargoUntil } };
    }
    case 'EmbargoMoved':
      return known.waiting === undefined ? known : { ...known, waiting: { ...known.waiting, until: event.data.to } };
    case 'EditionStopped':
      return withoutWaiting(known);
    case 'EditionPublished':
      return published(known, event.data.edition);
    case 'EditionWithdrawn':
      return withdrawn(known, event.data.edition);
    default:
      return known;
  }
}

function withoutWaiting({ waiting: _, ...rest }: EditionsOfKind): EditionsOfKind {
  return rest;
}

function published({ waiting, standing, ...rest }: EditionsOfKind, number: number): EditionsOfKind {
  if (waiting?.edition !== number) return { ...rest, ...(waiting && { waiting }), ...(standing && { standing }) };
  const { edition, assessments } = waiting;
  const held = new Set(assessments);
  const leftOut = standing?.assessments.filter((assessment) => !held.has(assessment)) ?? [];
  return { standing: { edition, assessments }, gone: { edition: standing?.edition ?? edition, assessments: leftOut } };
}

function withdrawn({ standing, ...rest }: EditionsOfKind, number: number): EditionsOfKind {
  if (standing?.edition !== number) return { ...rest, gone: NOTHING, ...(standing && { standing }) };
  return { ...rest, gone: standing };
}

const NOTHING: HeldEdition = { edition: 0, assessments: [] };

function react({ stream, event }: NoticedEvent<Told>, state: EditionsOfPeriod): Reaction<EditionCommand> {
  if (event.type === 'Reopened')
    return { commands: stopping(stream.replace(/^assessment-/, ''), event.data.approvedBy, state), timers: [] };
  const [kind, period] = [kindOf(stream), periodOf(stream)];
  const known = kind && state[kind];
  if (kind === undefined || period === undefined || known === undefined) return NO_REACTION;
  const scorecard = scorecardId(period, kind);
  switch (event.type) {
    case 'EditionFrozen':
    case 'EmbargoMoved':
      return known.waiting === undefined
        ? NO_REACTION
        : { commands: [], timers: [{ set: kind, due: { at: known.waiting.until } }] };
    case 'EditionStopped':
      return { commands: [], timers: [{ cancel: kind }] };
    case 'EditionPublished':
      return {
        commands: [...recordings(kind, scorecard, known.standing), ...withdrawals(kind, scorecard, known.gone, 'left-out')],
        timers: [{ cancel: kind }],
      };
    case 'EditionWithdrawn':
      return {
        commands: withdrawals(kind, scorecard, known.gone, 'edition-withdrawn'),
        timers: [],
      };
    default:
      return NO_REACTION;
  }
}

const commandsFor = <Do extends 'record' | 'withdraw'>(what: Do, scorecard: string, held: HeldEdition = NOTHING) =>
  held.assessments.map((assessment) => ({ do: what, scorecard, edition: held.edition, assessment }));

/** What was given is noted as published as well, each rating by itself; a summary tells an assessment nothing new. */
const recordings = (kind: EditionKind, scorecard: string, held?: HeldEdition): readonly EditionCommand[] =>
  kindsOfEdition[kind].takes === 'published' ? [] : commandsFor('record', scorecard, held);

const withdrawals = (
  kind: EditionKind,
  scorecard: string,
  held: HeldEdition | undefined,
  because: 'edition-withdrawn' | 'left-out',
): readonly EditionCommand[] =>
  standsInAssessments(kind) ? commandsFor('withdraw', scorecard, held).map((command) => ({ ...command, because })) : [];

/** What every stage has judged is published with its assessment, and stands and falls with the edition. */
const standsInAssessments = (kind: EditionKind): boolean => kindsOfEdition[kind].takes === 'judged';

/** The waiting editions that hold an assessment which is judged anew. */
function stopping(assessment: string, by: string, state: EditionsOfPeriod): readonly EditionCommand[] {
  const period = periodOf(`assessment-${assessment}`) ?? '';
  return Object.entries(state).flatMap(([kind, { waiting }]) =>
    waiting?.assessments.includes(assessment) === true && standsInAssessments(kind as EditionKind)
      ? [{ do: 'stop', scorecard: scorecardId(period, kind as EditionKind), edition: waiting.edition, assessment, by } as const]
      : [],
  );
}
