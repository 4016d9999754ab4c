import { createHash } from 'node:crypto';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  type AssessmentBeforePanel,
  DecideByPanel,
  type DecisionByPanelOutcome,
  ReadAssessmentsBeforePanel,
} from '#assessment/contract.js';
import { canonicalJson } from '#kernel/canonical-json.js';
import { derivedId } from '#kernel/ids.js';
import { isRefusal, type Refusal } from '#kernel/refusal.js';
import type { Clock } from '#platform/clock/clock.js';
import type { CommandOrigin } from '#platform/decisions/command-identity.js';
import type { Recorded } from '#platform/decisions/decisions.js';
import type { EventStore } from '#platform/event-store/port.js';
import type { DispatchedCommand } from '#platform/process-managers/hosted-process.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { panelCodec } from '../core/panel/codec.js';
import { type PanelData, panelStream } from '../core/panel/events.js';
import type { Settled } from '../core/panel/settle-entries.js';
import { isSitting, type Panel, type Sitting } from '../core/panel/state.js';
import type { ApplyEntries } from '../process/batch-decisions.js';
import { decisionOf, factsInScope } from './decision-of-batch.js';
import type { PanelDecisions } from './panel-decisions.js';
import type { KnownSitting, SittingsInScope } from './sittings-in-scope.js';

/** Who notes by itself what became of the entries of a decision on many. */
const BATCH_DECISIONS = { actor: 'process:batch-decisions', role: 'system' };

type Decided = PanelData<'BatchDecided'>;
type Entry = Decided['entries'][number];

/** The one refusal that passes: others wrote to the assessment at the same time. */
const PASSES = 'too-many-writers';

/** Everything that carrying entries out works with. */
export interface ApplyBatchParts {
  readonly store: Pick<EventStore, 'readStream'>;
  readonly panels: PanelDecisions;
  readonly sittings: SittingsInScope;
  readonly commands: CommandBus;
  readonly queries: QueryBus;
  readonly clock: Clock;
}

/** Carries entries of a decision on many to their assessments, and notes in the sitting what became of each. */
export class ApplyBatch {
  private readonly reader = readerOf(panelCodec);

  constructor(private readonly parts: ApplyBatchParts) {}

  /**
   * Some entries together. Done again after a crash it does nothing twice: each entry is carried out under an id of its own, and
   * noted once. What could not be carried out is thrown when the rest is noted, for the whole to be tried again.
   */
  async apply(dispatched: DispatchedCommand<ApplyEntries>): Promise<Recorded | Refusal> {
    const { panel, batch, from, to } = dispatched.command;
    const { state } = await this.parts.panels.current(panelStream(panel));
    if (!isSitting(state)) throw new Error(`the sitting ${panel}, which is said to have decided ${batch}, was never convened`);
    const { decided, then } = await this.#decided(dispatched.command);
    const waiting = decided.entries
      .slice(from, to)
      .filter(({ assessment }) => state.batches.get(batch)?.entries.get(assessment)?.standing.kind === 'being-applied');
    const outcomes = await this.#carryOut(dispatched, decided, waiting, then);
    const settled = outcomes.flatMap((outcome) => ('settled' in outcome ? [outcome.settled] : []));
    const noted = await this.#note(dispatched, settled);
    const failed = outcomes.find((outcome) => 'failure' in outcome);
    if (failed !== undefined) throw failed.failure;
    return noted;
  }

  /**
   * The decision and the sitting as it stood then: whoever leaves the table later has decided all the same. Read from the log and
   * not from what is kept folded: a text erased meanwhile must not be written anew.
   */
  async #decided({ panel, decidedAt }: ApplyEntries): Promise<{ readonly decided: Decided; readonly then: Panel & Sitting }> {
    const stream = panelStream(panel);
    const [recorded] = await this.parts.store.readStream(stream, { afterRevision: BigInt(decidedAt) - 1n });
    const event = recorded && this.reader.read(recorded);
    if (event?.type !== 'BatchDecided') throw new Error(`the sitting ${panel} decided nothing at revision ${decidedAt}`);
    const { state } = await this.parts.panels.asAt(stream, { position: recorded?.position });
    if (!isSitting(state)) throw new Error(`the sitting ${panel} decided before it was convened`);
    return { decided: event.data, then: state };
  }

  async #carryOut(
    dispatched: DispatchedCommand<ApplyEntries>,
    decided: Decided,
    entries: readonly Entry[],
    sitting: Panel & Sitting,
  ): Promise<readonly ({ readonly settled: Settled } | { readonly failure: unknown })[]> {
    const { panel } = dispatched.command;
    const [now, found] = await Promise.all([
      this.parts.sittings.of(sitting, panel),
      this.parts.queries.execute(new ReadAssessmentsBeforePanel(entries.map(({ assessment }) => assessment))),
    ]);
    const sittings = now.map((one) => (one.id === panel ? { id: panel, sitting } : one));
    return Promise.all(
      entries.map(async (entry, index) => {
        try {
          const outcome = await this.#decide(dispatched, decided, entry, { sitting, sittings, found: found[index] });
          if (isRefusal(outcome) && outcome.rule === PASSES) return { failure: new Error(outcome.detail) };
          return { settled: settledAs(entry, outcome) };
        } catch (failure) {
          return { failure };
        }
      }),
    );
  }

  #decide(
    dispatched: DispatchedCommand<ApplyEntries>,
    decided: Decided,
    entry: Entry,
    { sitting, sittings, found }: Around,
  ): Promise<DecisionByPanelOutcome> {
    const { panel } = dispatched.command;
    const place = { office: found?.state.office.code ?? '', region: found?.state.region.code ?? '' };
    const { assessment, organisation } = entry;
    const panels = factsInScope(sittings, { panel, scope: sitting, assessment, organisation, place });
    const decision = decisionOf(decided, entry, { panel, stage: sitting.stage, panels });
    return this.parts.commands.execute(new DecideByPanel(decision, originOfEntry(dispatched, assessment)));
  }

  #note({ id, command, causationId, correlationId }: DispatchedCommand<ApplyEntries>, settled: readonly Settled[]) {
    const asked = { type: 'settle-entries', batch: command.batch, settled } as const;
    // What could not be carried out the first time is noted by another command the next time.
    const commandId = derivedId(id, settled.map(({ assessment }) => assessment).join(' '));
    const origin = { ...BATCH_DECISIONS, commandId, commandHash: digestOf(asked), correlationId, causationId };
    const identity = { actor: origin.actor, commandId, today: this.parts.clock.today() };
    return this.parts.panels.run(panelStream(command.panel), { ...asked, ...identity }, origin);
  }
}

interface Around {
  readonly sitting: Panel & Sitting;
  readonly sittings: readonly KnownSitting[];
  readonly found: AssessmentBeforePanel | undefined;
}

/** The longest text noted of a refusal. */
const LONGEST = 2_000;

function settledAs({ assessment }: Entry, outcome: DecisionByPanelOutcome): Settled {
  if (isRefusal(outcome)) return { assessment, rule: outcome.rule, detail: outcome.detail.slice(0, LONGEST) };
  return { assessment, appliedAt: String(outcome.revision) };
}

/** Who decided, for the assessment's own stream: whoever recorded the decision, caused by it, the same each time. */
function originOfEntry(
  { command, causationId, correlationId }: DispatchedCommand<ApplyEntries>,
  assessment: string,
): CommandOrigin {
  const { actor, role, panel, batch } = command;
  const commandHash = digestOf({ panel, batch, assessment });
  return { actor, role, commandId: derivedId(causationId, assessment), commandHash, correlationId, causationId };
}

const digestOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');
