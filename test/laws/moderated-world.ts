import { ordinaryDecision } from '#assessment/application/decide-by-panel.js';
import type { AssessmentCommand, AssessmentEvent } from '#assessment/contract.js';
import type { Assessment } from '#assessment/core/assessment/state.js';
import { isLive } from '#assessment/core/assessment/state.js';
import { decider as assessmentDecider, opening, SOUTH, TODAY, WESSEX } from '#assessment/core/assessment/testing/story.js';
import { yearTerms } from '#assessment/core/assessment/testing/terms.js';
import { derivedId } from '#kernel/ids.js';
import { isRefusal } from '#kernel/refusal.js';
import { knownOf } from '#moderation/application/batch-requests.js';
import { decisionOf, factsInScope } from '#moderation/application/decision-of-batch.js';
import { factsOn, type KnownSitting } from '#moderation/application/sittings-in-scope.js';
import type { AskedEntry } from '#moderation/core/panel/decide-batch.js';
import { type PanelCommand, panelDecider } from '#moderation/core/panel/decider.js';
import type { PanelData, PanelEvent } from '#moderation/core/panel/events.js';
import { areaAt, ENGLAND, panelIdOf, type PanelStage, PANEL_STAGES, type Scope } from '#moderation/core/panel/scope.js';
import { isSitting, type Panel } from '#moderation/core/panel/state.js';

export const PEOPLE = ['ann', 'bob', 'cat', 'dan', 'eve', 'fay', 'gil', 'hal'] as const;
export const ORGANISATIONS = ['11J', '10R'] as const;
/** Two sittings of each stage: panels may decide on the same at once. */
const DAYS = ['2014-11-19', TODAY] as const;
const COMMANDS = '5b0a1a4e-2222-4a0e-9a3d-0f3c6d2b7e11';
const PLACE = { office: WESSEX.code, region: SOUTH.code };
const { framework, period } = yearTerms;

const idOf = (organisation: string): string => `${organisation}.${framework.id}.${period}`;
const scopeAt = (stage: PanelStage): Scope => ({ stage, area: areaAt(stage, PLACE), framework: framework.id, period });

/** An entry of a decision on many that has yet to be carried to its assessment, with the sitting as it stood when it decided. */
interface Waiting {
  readonly panel: string;
  readonly batch: PanelData<'BatchDecided'>;
  readonly assessment: string;
  readonly then: KnownSitting;
  /** Whom any panel of the stage had recused when it decided. */
  readonly recused: readonly string[];
}

/** What happened, in order: an event of an assessment, with whom the panels of its stage had recused when it was decided. */
export interface Happened {
  readonly assessment: string;
  readonly event: AssessmentEvent;
  readonly recused: readonly string[];
}

/** Who sits at each stage as a rule: people who have judged nothing before it. */
const USUAL: Readonly<Record<PanelStage, readonly string[]>> = {
  local: ['bob', 'cat'],
  regional: ['dan', 'eve'],
  national: ['fay', 'gil'],
  confirmation: ['hal'],
};

/** An entry as a decision on many names it. */
export type EntryAsked = Omit<AskedEntry, 'known' | 'judgedRevision'> & { readonly lag: bigint };

/**
 * Two assessments and the sittings of every stage, with the pure rules of both contexts and what the application looks up
 * between them; decisions on many are carried out one entry at a time, in any order.
 */
export class ModeratedWorld {
  readonly happened: Happened[] = [];
  /** Rules by which something was refused. */
  readonly refusals = new Set<string>();
  /** What was noted of entries of decisions on many. */
  readonly settled: PanelEvent[] = [];
  readonly #assessments = new Map<string, Assessment>();
  readonly #sittings = new Map<string, Panel>();
  readonly #waiting: Waiting[] = [];
  #commands = 0;

  constructor() {
    for (const organisation of ORGANISATIONS)
      this.ask(organisation, () => ({
        ...opening(yearTerms),
        organisation: { code: organisation, name: organisation, kind: 'ccg' },
      }));
    for (const stage of PANEL_STAGES) for (const sitsOn of DAYS) this.#open(stage, sitsOn);
  }

  stateOf(organisation: string): Assessment {
    return this.#assessments.get(idOf(organisation)) ?? assessmentDecider.initialState;
  }

  /** The id of one of the two sittings of a stage. */
  sittingOf(stage: PanelStage, index: number): string {
    return panelIdOf(scopeAt(stage), DAYS[index % DAYS.length] ?? TODAY);
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** A command on an assessment, worded on what stands; decisions get what panels bring along. */
  ask(organisation: string, word: (state: Assessment) => object, stage?: PanelStage, panel?: string): readonly AssessmentEvent[] {
    const state = this.stateOf(organisation);
    const panels = stage === undefined ? undefined : this.#factsAt(organisation, stage, panel);
    return this.#record(idOf(organisation), { ...word(state), panel, panels }, panels?.recused ?? []);
  }

  /** A command on a sitting. */
  sit(panel: string, actor: string, command: object): readonly PanelEvent[] {
    const state = this.#sittings.get(panel) ?? panelDecider.initialState;
    const asked = { actor, commandId: this.#nextId(), today: TODAY, ...command } as PanelCommand;
    const outcome = panelDecider.decide(asked, state);
    if (isRefusal(outcome)) this.refusals.add(outcome.rule);
    const events = isRefusal(outcome) ? [] : outcome;
    this.#sittings.set(
      panel,
      events.reduce((current, event) => panelDecider.evolve(current, event), state),
    );
    return events;
  }

  /** A sitting decides on many; what follows waits until it is carried out. */
  decideTogether(
    panel: string,
    actor: string,
    stage: PanelStage,
    entries: readonly EntryAsked[],
    decidedBy?: readonly string[],
  ): void {
    const asked = entries.map(({ lag, ...entry }): AskedEntry => {
      const state = this.#assessments.get(entry.assessment);
      const found = state && isLive(state) ? { id: entry.assessment, state, headlineWith: () => null } : undefined;
      const seen = (found?.state.revision ?? 0n) - lag;
      const known = knownOf(scopeAt(stage), found, this.#known(stage));
      return { ...entry, judgedRevision: String(seen < 0n ? 0n : seen), known };
    });
    const minute = stage === 'confirmation' ? { committee: 'Committee', reference: 'Minute' } : {};
    const events = this.sit(panel, actor, { type: 'decide-batch', entries: asked, decidedBy, reason: 'Together', ...minute });
    const batch = events.find((event) => event.type === 'BatchDecided')?.data;
    const then = this.#known(stage).find(({ id }) => id === panel);
    if (batch === undefined || then === undefined) return;
    for (const { assessment, organisation } of batch.entries) {
      const { recused } = this.#factsAt(organisation, stage, undefined);
      this.#waiting.push({ panel, batch, assessment, then, recused });
    }
  }

  /** Carries one waiting entry to its assessment, by the ordinary decision, and notes what became of it. */
  carryOut(index: number): void {
    const [waiting] = this.#waiting.splice(index % Math.max(this.#waiting.length, 1), 1);
    if (waiting === undefined) return;
    const { panel, batch, assessment, then, recused } = waiting;
    const entry = batch.entries.find((one) => one.assessment === assessment);
    if (entry === undefined) throw new Error('an entry waits that no decision names');
    const scope = then.sitting;
    const sittings = this.#known(scope.stage).map((one) => (one.id === panel ? then : one));
    const { organisation } = entry;
    const panels = factsInScope(sittings, { panel, scope, assessment, organisation, place: PLACE });
    const asked = ordinaryDecision(decisionOf(batch, entry, { panel, stage: scope.stage, panels }));
    const before = this.#assessments.get(assessment)?.revision ?? -1n;
    this.#record(assessment, { ...asked, actor: batch.recordedBy }, recused);
    const after = this.#assessments.get(assessment)?.revision ?? -1n;
    const settled =
      after > before ? { assessment, appliedAt: String(after) } : { assessment, rule: 'refused', detail: 'Refused.' };
    this.settled.push(...this.sit(panel, 'process', { type: 'settle-entries', batch: batch.batch, settled: [settled] }));
  }

  #open(stage: PanelStage, sitsOn: string): void {
    const panel = panelIdOf(scopeAt(stage), sitsOn);
    const convened = { ...scopeAt(stage), areaName: ENGLAND, frameworkTitle: framework.title, sitsOn, quorum: 1 };
    this.sit(panel, 'secretary', {
      type: 'convene-panel',
      ...convened,
      chair: 'ann',
      members: PEOPLE.slice(1),
      secretary: 'sue',
    });
    this.sit(panel, 'sue', { type: 'open-papers', papers: [], present: USUAL[stage] });
  }

  #known(stage: PanelStage): readonly KnownSitting[] {
    return DAYS.flatMap((day) => {
      const id = panelIdOf(scopeAt(stage), day);
      const sitting = this.#sittings.get(id);
      return sitting !== undefined && isSitting(sitting) ? [{ id, sitting }] : [];
    });
  }

  #factsAt(organisation: string, stage: PanelStage, panel: string | undefined) {
    const question = { assessment: idOf(organisation), stage, organisation, ...PLACE, framework: framework.id, period, panel };
    return factsOn(this.#known(stage), question, panel);
  }

  #record(assessment: string, command: object, recused: readonly string[]): readonly AssessmentEvent[] {
    const state = this.#assessments.get(assessment) ?? assessmentDecider.initialState;
    const asked = { ...command, commandId: this.#nextId(), today: TODAY } as AssessmentCommand;
    const outcome = assessmentDecider.decide(asked, state);
    if (isRefusal(outcome)) this.refusals.add(outcome.rule);
    const events = isRefusal(outcome) ? [] : outcome;
    this.#assessments.set(
      assessment,
      events.reduce((current, event) => assessmentDecider.evolve(current, event), state),
    );
    this.happened.push(...events.map((event) => ({ assessment, event, recused })));
    return events;
  }

  #nextId(): string {
    this.#commands += 1;
    return derivedId(COMMANDS, String(this.#commands));
  }
}

/** The id of an organisation's assessment in this world. */
export const assessmentOf = idOf;
