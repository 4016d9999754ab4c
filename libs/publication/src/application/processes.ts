import { type AssessmentEvent, assessmentCodec, type AssessmentPublications } from '#assessment/contract.js';
import type { Refusal } from '#kernel/refusal.js';
import { isRefusal } from '#kernel/refusal.js';
import type { Clock } from '#platform/clock/clock.js';
import { dayInEngland } from '#platform/clock/england.js';
import type { CommandOrigin } from '#platform/decisions/command-identity.js';
import { originOfDispatch } from '#platform/process-managers/dispatch-origin.js';
import type { DispatchedCommand, HostedProcess } from '#platform/process-managers/hosted-process.js';
import type { EventReader } from '#platform/projections/projection.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { scorecardCodec } from '../core/scorecard/codec.js';
import type { ScorecardCommand } from '../core/scorecard/decider.js';
import type { ScorecardEvent } from '../core/scorecard/events.js';
import { editionId, kindsOfEdition, scorecardStream } from '../core/scorecard/kinds.js';
import { type Edition, editionIn } from '../core/scorecard/state.js';
import { type EditionCommand, editions, type EditionsOfPeriod } from '../process/editions.js';
import { publishedRating } from './edition-table.js';
import type { ScorecardDecisions } from './scorecard-decisions.js';

/** The injection token of the process managers of publication, a list for the runner. */
export const PUBLICATION_PROCESSES = Symbol('PublicationProcesses');

/** Who records by itself what became of editions. */
const EDITIONS = { actor: 'process:editions', role: 'system' };

type Reopened = Extract<AssessmentEvent, { type: 'Reopened' }>;
type Told = ScorecardEvent | Reopened;

const ofScorecards = readerOf(scorecardCodec);
const ofAssessments = readerOf(assessmentCodec);
const REOPENED = assessmentCodec.storedNames.filter((name) => name.startsWith('Reopened.'));
/** Reads what is told of scorecards, and of assessments that they were reopened. */
const reader: EventReader<Told> = {
  storedNames: [...ofScorecards.storedNames, ...REOPENED],
  read: (recorded) =>
    REOPENED.includes(recorded.type) ? (ofAssessments.read(recorded) as Reopened) : ofScorecards.read(recorded),
};

/** What the process managers of publication work with. */
export interface PublicationProcessParts {
  readonly decisions: ScorecardDecisions;
  readonly publications: AssessmentPublications;
  readonly clock: Clock;
}

/** The process managers of publication, with how their commands are carried out. */
export function publicationProcesses(parts: PublicationProcessParts): readonly HostedProcess[] {
  const seeingThrough: HostedProcess<EditionsOfPeriod, Told, EditionCommand> = {
    manager: editions,
    reader,
    dispatch: (dispatched) => carryOut(dispatched, parts),
  };
  return [seeingThrough];
}

const DONE = {};

async function carryOut(
  dispatched: DispatchedCommand<EditionCommand>,
  parts: PublicationProcessParts,
): Promise<Refusal | object> {
  const { command } = dispatched;
  const stream = scorecardStream(command.scorecard);
  const origin = originOfDispatch(dispatched, EDITIONS);
  const run = (asked: ScorecardCommand) => parts.decisions.run(stream, asked, origin);
  const by = { edition: command.edition, actor: EDITIONS.actor, now: new Date(parts.clock.now()).toISOString() };
  switch (command.do) {
    case 'publish':
      return run({ type: 'publish-edition', ...by });
    case 'stop': {
      const { assessment: reopened, by: actor } = command;
      const outcome = await run({ type: 'stop-edition', ...by, actor, because: { reopened } });
      // Reopened when it was public: it stands, and nobody has to do anything about it.
      return isRefusal(outcome) && outcome.rule === 'edition-is-public' ? DONE : outcome;
    }
    case 'withdraw': {
      const { assessment, edition, because, scorecard } = command;
      return parts.publications.withdraw({ assessment, edition: editionId(scorecard, edition), because }, origin);
    }
    case 'record': {
      const { state } = await parts.decisions.current(stream);
      const edition = editionIn(state, command.edition);
      const isLast = state.editions.findLast(({ published }) => published !== undefined) === edition;
      // Overtaken, by a later edition or by its withdrawal: what came later is what stands.
      if (edition === undefined || !isLast || edition.withdrawn !== undefined) return DONE;
      if (kindsOfEdition[edition.content.kind].takes === 'given') return recordGiven(edition, command.assessment, parts, origin);
      const told = publicationOf(edition, command.assessment);
      return told === undefined ? DONE : parts.publications.record(told, origin);
    }
  }
}

/** Notes of each given rating that it stands in the edition, and where. */
async function recordGiven(
  { content, embargoUntil, number }: Edition,
  assessment: string,
  { publications }: PublicationProcessParts,
  origin: CommandOrigin,
): Promise<Refusal | object> {
  const entry = content.entries.find((one) => one.assessment === assessment);
  if (entry === undefined) return DONE;
  const { title } = kindsOfEdition[content.kind];
  return publications.recordGiven(
    {
      assessment,
      ratings: entry.ratings.map(({ item, rating }) => ({ item, rating })),
      publishedOn: dayInEngland(Date.parse(embargoUntil)),
      publishedIn: `${title}, edition ${String(number)}: /scorecards/${content.scorecard}/editions/${String(number)}`,
    },
    origin,
  );
}

/** What an assessment is told of the edition it stands in. */
function publicationOf({ content, embargoUntil, channels, number }: Edition, assessment: string) {
  const entry = content.entries.find((one) => one.assessment === assessment);
  if (entry === undefined) return undefined;
  const { round, revision, ratings } = entry;
  return {
    ...{ assessment, edition: editionId(content.scorecard, number), channels },
    ...{ publishedAt: embargoUntil, publishedOn: dayInEngland(Date.parse(embargoUntil)) },
    entry: {
      ...{ round, revision },
      ratings: ratings.map(({ item, rating }) => ({
        item,
        rating,
        label: publishedRating(entry, item, content)?.label ?? rating,
      })),
    },
  };
}
