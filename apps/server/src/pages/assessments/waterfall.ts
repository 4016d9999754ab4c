import type { AssessmentAnswer, ItemView, ModerationTrail, TrailCell, TrailItem } from '#assessment/queries.js';
import { dayInWords } from '../words/dates.js';
import { partOfYear } from '../words/periods.js';
import { editionLink } from '../words/scorecards.js';
import { stageNames } from '../words/stages.js';

/** One cell of the waterfall: what a stage made of an item. */
export interface WaterfallCell {
  readonly words: string;
  readonly isChange: boolean;
  readonly note: string | undefined;
}

/** One item's way from the period before to where it stands. */
export interface WaterfallRow {
  readonly name: string;
  readonly before: string | undefined;
  readonly cells: readonly WaterfallCell[];
  readonly rating: string | null;
  readonly standsAt: string;
  readonly standsNote: string | undefined;
}

/** How each rating came to be, through one round. */
export interface Waterfall {
  readonly beforeName: string | undefined;
  readonly stages: readonly string[];
  readonly rows: readonly WaterfallRow[];
}

/** The waterfall of the current round; `previous` is the same framework's period before, where it is known. */
export function waterfallOf(answer: AssessmentAnswer, trail: ModerationTrail, previous: AssessmentAnswer | undefined): Waterfall {
  const stages = stagesOf(answer);
  const trails = new Map(trail.items.map((item) => [item.item, item]));
  return {
    beforeName: previous && partOfYear(previous.period),
    stages: stages.map((stage) => stageNames[stage] ?? stage),
    rows: answer.items.map((item) => {
      const way = trails.get(item.item);
      const before = previous?.items.find((one) => one.item === item.item);
      return {
        name: item.label,
        before: previous && (before?.ratingLabel ?? 'Not rated'),
        cells: stages.map((stage) => cellOf(way?.[stage] ?? null, stage, way)),
        rating: item.rating,
        standsAt: item.ratingLabel ?? (answer.status === 'transcribed' ? 'Not published' : NOTHING_YET[item.how]),
        standsNote: standsNoteOf(item, answer),
      };
    }),
  };
}

const NOTHING_YET = { computed: 'Not computed yet', given: 'Not given yet', 'by-hand': 'Not rated' } as const;

/** What must be known of a rating besides: its origin elsewhere, or that it was put in place of the computed one, or follows from an assumed rule. */
function standsNoteOf(item: AssessmentAnswer['items'][number], { headline, status }: AssessmentAnswer): string | undefined {
  if (status === 'transcribed') return sourcesInWords(item);
  if (item.given !== null) return originInWords(item);
  if (item.kind === 'headline' && headline.override !== null) return 'in place of what the rule gave';
  return item.how === 'computed' && item.certainty === 'assumed' ? 'by an assumed rule' : undefined;
}

/** Of a copy: where it stands, and what else sources state of the item, on its own scale or on another. */
function sourcesInWords({ source, alsoStated = [] }: ItemView): string | undefined {
  const others = alsoStated.map((one) => `${one.scale === null ? 'elsewhere' : 'on another scale'} ${one.label} (${one.source})`);
  const words = [...(source === null ? [] : [source]), ...others];
  return words.length === 0 ? undefined : words.join('; ');
}

function originInWords({ given, decidedOn }: ItemView): string {
  if (given === null) return '';
  const published = given.publishedOn === null ? 'not published' : `published ${dayInWords(given.publishedOn)}`;
  return `given by ${given.role}, ${given.body}, ${decidedOn === null ? '' : dayInWords(decidedOn)}; ${published}`;
}

/** Earlier rounds, newest first, each laid out the same way. */
export function earlierRounds(
  answer: AssessmentAnswer,
  trail: ModerationTrail,
): readonly (Waterfall & { readonly round: number })[] {
  const rounds = [...new Set(trail.items.flatMap(({ earlierRounds: earlier }) => earlier.map(({ round }) => round)))];
  const stages = stagesOf(answer);
  return rounds
    .sort((one, other) => other - one)
    .map((round) => ({
      round,
      beforeName: undefined,
      stages: stages.map((stage) => stageNames[stage] ?? stage),
      rows: trail.items.map((item) => {
        const way = item.earlierRounds.find((one) => one.round === round);
        const last = stages.map((stage) => way?.[stage]).findLast((cell) => cell?.toLabel != null);
        return {
          name: item.label,
          before: undefined,
          cells: stages.map((stage) => cellOf(way?.[stage] ?? null, stage, undefined)),
          rating: last?.to ?? null,
          standsAt: last?.toLabel ?? '',
          standsNote: undefined,
        };
      }),
    }));
}

type WaterfallStage = 'assessor' | 'local' | 'regional' | 'national' | 'confirmation';

const stagesOf = ({ stages }: AssessmentAnswer): readonly WaterfallStage[] => ['assessor', ...(stages as WaterfallStage[])];

const NOTHING: WaterfallCell = { words: '', isChange: false, note: undefined };

function cellOf(cell: TrailCell | null, stage: WaterfallStage, way: TrailItem | undefined): WaterfallCell {
  if (cell !== null) return saidIn(cell);
  const since = stage === 'assessor' ? (way?.unchangedSinceRound ?? null) : null;
  return since === null ? NOTHING : { ...NOTHING, words: `Unchanged since round ${String(since)}` };
}

/** What a stage said, in words; of a rating that changed, from what and why. */
function saidIn(cell: TrailCell): WaterfallCell {
  const { outcome, toLabel } = cell;
  const note = cell.reason ?? cell.explanation ?? undefined;
  if (outcome === 'changed') return { words: `Changed to ${toLabel ?? 'nothing'}`, isChange: true, note };
  if (outcome === 'returned') return { words: 'Returned', isChange: true, note };
  const words = PLAIN_OUTCOMES[outcome];
  if (words !== undefined) return { words, isChange: false, note: outcome === 'not-held' ? note : undefined };
  return {
    words: toLabel ?? '',
    isChange: false,
    note: cell.from === null || cell.from === cell.to ? note : fromWhat(cell, note),
  };
}

const PLAIN_OUTCOMES: Partial<Record<TrailCell['outcome'], string>> = {
  upheld: 'Unchanged',
  confirmed: 'Confirmed',
  'not-held': 'Not held',
};

const fromWhat = ({ fromLabel }: TrailCell, note: string | undefined): string =>
  [`from ${fromLabel ?? 'nothing'}`, ...(note === undefined ? [] : [note])].join(': ');

/** One step of the tracker. */
export interface TrackedStage {
  readonly name: string;
  readonly state: 'done' | 'now' | 'later';
  readonly note: string | undefined;
}

/** The finite steps an assessment goes through, and how far it is. */
export function trackerOf(answer: AssessmentAnswer, trail: ModerationTrail): readonly TrackedStage[] {
  const round = trail.rounds.at(-1);
  const names = ['assessor', ...answer.stages];
  const due = answer.stage === null ? -1 : names.indexOf(answer.stage);
  const done = answer.stage === null ? names.length : due;
  const steps = names.map((stage, index): TrackedStage => {
    const said = round?.steps.findLast((step) => (stage === 'assessor' ? step.outcome === 'submitted' : step.stage === stage));
    const state = index < done ? 'done' : index === done ? 'now' : 'later';
    const note = state === 'done' && said !== undefined ? stepNote(said) : state === 'now' ? waiting(answer, stage) : undefined;
    return { name: stageNames[stage] ?? stage, state, note };
  });
  return [
    ...steps,
    { name: 'Published', state: answer.status === 'published' ? 'done' : 'later', note: publicationNote(answer) },
  ];
}

/** Where it stands in public; beside work on it where it was reopened since. */
function publicationNote({ publication, round }: AssessmentAnswer): string | undefined {
  if (publication === null) return undefined;
  const { text } = editionLink(publication.edition, publication.publishedOn);
  return publication.round < round ? `${text}, round ${String(publication.round)}` : text;
}

function stepNote({ outcome, decidedOn, itemsChanged, round }: ModerationTrail['rounds'][number]['steps'][number]): string {
  const day = dayInWords(decidedOn);
  if (outcome === 'submitted') return `Submitted ${day}${round > 1 ? `, round ${String(round)}` : ''}`;
  if (outcome === 'upheld') return `Unchanged, ${day}`;
  if (outcome === 'changed') return `${String(itemsChanged)} ${itemsChanged === 1 ? 'rating' : 'ratings'} changed, ${day}`;
  if (outcome === 'not-held') return `Not held, ${day}`;
  return `${outcome.charAt(0).toUpperCase()}${outcome.slice(1)}, ${day}`;
}

function waiting({ round }: AssessmentAnswer, stage: string): string {
  if (stage === 'assessor') return round > 1 ? `At work, round ${String(round)}` : 'At work';
  return stage === 'confirmation' ? 'Waiting for the committee' : 'Waiting for its decision';
}
