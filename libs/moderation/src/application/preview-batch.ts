import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { BatchRequest, ConfirmationsRequest } from '#api-contract/panel-requests.js';
import { type DecisionByPanel, type DecisionForeseen, ForeseeDecisionsByPanel } from '#assessment/contract.js';
import type { Person } from '#identity/contract.js';
import { derivedId } from '#kernel/ids.js';
import { isRefusal, type Refusal } from '#kernel/refusal.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { decidersOn } from '../core/panel/decide-batch.js';
import { panelDecider } from '../core/panel/decider.js';
import type { PanelData, TookNoPart } from '../core/panel/events.js';
import { evolve } from '../core/panel/evolve.js';
import { isSitting, type Panel, type Sitting } from '../core/panel/state.js';
import { type AskedBatch, BatchRequests } from './batch-requests.js';
import { decisionOf, factsInScope } from './decision-of-batch.js';
import type { PanelRefusal } from './panels.js';

/** What would become of one assessment, as it stands. */
export interface EntryForeseen {
  readonly assessment: string;
  /** Null where there is no such assessment. */
  readonly organisation: string | null;
  readonly organisationName: string | null;
  readonly judgedRevision: string;
  /** The revision as it stands; one that differs was not read. */
  readonly revision: string;
  /** The material records since the revision that was judged: what somebody has to read again. */
  readonly newSince: DecisionForeseen['newSince'];
  readonly decidedBy: readonly string[];
  readonly tookNoPart: readonly TookNoPart[];
  /** The rule that would refuse it; null where none would. */
  readonly refused: { readonly rule: string; readonly detail: string } | null;
}

/** What would become of a decision on many. Nothing is recorded. */
export interface BatchForeseen {
  readonly panel: string;
  readonly entries: readonly EntryForeseen[];
}

/** Foresees a sitting's decision on many: what is stale, who takes no part, which rule stands in the way. */
export class ForeseeTogether extends Query<BatchForeseen | PanelRefusal> {
  constructor(
    readonly person: Person,
    readonly panel: string,
    readonly request: BatchRequest,
  ) {
    super();
  }
}

/** The same of the committee's. */
export class ForeseeConfirmations extends Query<BatchForeseen | PanelRefusal> {
  constructor(
    readonly person: Person,
    readonly request: ConfirmationsRequest,
  ) {
    super();
  }
}

type Decided = PanelData<'BatchDecided'>;

/** Decides on each entry alone, as the decision would, and then as its assessment would. */
class Foresight {
  constructor(
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  async of({ id: actor }: Person, asked: AskedBatch): Promise<BatchForeseen> {
    const { panel, command } = asked;
    const alone = command.entries.map((entry) => this.#decide(actor, asked, entry));
    const decisions = alone.flatMap((one, index): readonly (readonly [number, DecisionByPanel])[] => {
      const decision = isRefusal(one) ? undefined : decisionAlone(asked, one, index);
      return decision === undefined ? [] : [[index, decision]];
    });
    const asks = decisions.map(([, decision]) => decision);
    const foreseen = await this.queries.execute(new ForeseeDecisionsByPanel(asks, actor));
    const byPlace = new Map(decisions.map(([place], index) => [place, foreseen[index]]));
    return { panel, entries: alone.map((one, index) => entryForeseen(asked, index, one, byPlace.get(index))) };
  }

  /** The event as it would be with this entry alone, and the sitting after it. */
  #decide(actor: string, { command, state }: AskedBatch, entry: AskedBatch['command']['entries'][number]): Alone {
    const identity = { actor, commandId: NOTHING_RECORDED, today: this.clock.today() };
    const outcome = panelDecider.decide({ type: 'decide-batch', ...command, ...identity, entries: [entry] }, state);
    if (isRefusal(outcome)) return outcome;
    const decided = outcome.find((event) => event.type === 'BatchDecided');
    const [only] = decided?.data.entries ?? [];
    const after = outcome.reduce(evolve, state);
    if (decided === undefined || only === undefined || !isSitting(after))
      throw new Error('a decision on one was recorded as none');
    return { decided: decided.data, entry: only, after };
  }
}

type Alone = Refusal | DecidedAlone;
interface DecidedAlone {
  readonly decided: Decided;
  readonly entry: Decided['entries'][number];
  readonly after: Panel & Sitting;
}

/** The ordinary decision on one assessment; undefined where there is none such. */
function decisionAlone({ panel, scope, found, sittings }: AskedBatch, { decided, entry, after }: DecidedAlone, index: number) {
  const state = found[index]?.state;
  if (state === undefined) return undefined;
  const { assessment, organisation } = entry;
  const others = sittings.filter(({ id }) => id !== panel);
  const place = { office: state.office.code, region: state.region.code };
  const question = { panel, scope, assessment, organisation, place };
  const panels = factsInScope([...others, { id: panel, sitting: after }], question);
  return decisionOf(decided, entry, { panel, stage: scope.stage, panels });
}

/** Stands in for a command that is never recorded. */
const NOTHING_RECORDED = derivedId('00000000-0000-5000-8000-000000000000', 'foreseen');

function entryForeseen(
  { command, found }: AskedBatch,
  index: number,
  alone: Alone,
  foreseen: DecisionForeseen | undefined,
): EntryForeseen {
  const { assessment = '', judgedRevision = '' } = command.entries[index] ?? {};
  const state = found[index]?.state;
  return {
    ...{ assessment, judgedRevision },
    ...(state === undefined
      ? { organisation: null, organisationName: null, revision: '-1' }
      : {
          organisation: state.organisation.code,
          organisationName: state.organisation.name,
          revision: String(state.revision),
        }),
    newSince: foreseen?.newSince ?? [],
    ...whoDecides(alone),
    refused: ruleOf(isRefusal(alone) ? alone : foreseen?.refused),
  };
}

const whoDecides = (alone: Alone): Pick<EntryForeseen, 'decidedBy' | 'tookNoPart'> =>
  isRefusal(alone)
    ? { decidedBy: [], tookNoPart: [] }
    : { decidedBy: decidersOn(alone.decided, alone.entry), tookNoPart: alone.entry.tookNoPart };

const ruleOf = (refusal: Refusal | undefined): EntryForeseen['refused'] =>
  refusal === undefined ? null : { rule: refusal.rule, detail: refusal.detail };

@QueryHandler(ForeseeTogether)
export class ForeseeTogetherHandler implements IQueryHandler<ForeseeTogether> {
  private readonly foresight: Foresight;

  constructor(
    queries: QueryBus,
    @Inject(CLOCK) clock: Clock,
    private readonly requests: BatchRequests,
  ) {
    this.foresight = new Foresight(queries, clock);
  }

  async execute({ person, panel, request }: ForeseeTogether): Promise<BatchForeseen | PanelRefusal> {
    const asked = await this.requests.bySitting(person, panel, request);
    return isRefusal(asked) ? asked : this.foresight.of(person, asked);
  }
}

@QueryHandler(ForeseeConfirmations)
export class ForeseeConfirmationsHandler implements IQueryHandler<ForeseeConfirmations> {
  private readonly foresight: Foresight;

  constructor(
    queries: QueryBus,
    @Inject(CLOCK) clock: Clock,
    private readonly requests: BatchRequests,
  ) {
    this.foresight = new Foresight(queries, clock);
  }

  async execute({ person, request }: ForeseeConfirmations): Promise<BatchForeseen | PanelRefusal> {
    const asked = await this.requests.byCommittee(person, request);
    return isRefusal(asked) ? asked : this.foresight.of(person, asked);
  }
}
