import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { BatchRequest, ConfirmationsRequest } from '#api-contract/panel-requests.js';
import { type AssessmentBeforePanel, ReadAssessmentsBeforePanel } from '#assessment/contract.js';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue, isPeriod } from '#frameworks/contract.js';
import { type Person, PERSON_DIRECTORY, type PersonDirectory } from '#identity/contract.js';
import { isRefusal, refuse } from '#kernel/refusal.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import type { CommandBase } from '../core/panel/command.js';
import type { AskedEntry, DecideBatch } from '../core/panel/decide-batch.js';
import { panelStream } from '../core/panel/events.js';
import { covers, ENGLAND, panelIdOf, type Scope } from '../core/panel/scope.js';
import { isSitting, type Panel } from '../core/panel/state.js';
import { PANEL_DECISIONS, type PanelDecisions } from './panel-decisions.js';
import { areaOf, type PanelRefusal } from './panels.js';
import { beingAppliedBy, type KnownSitting, recusedOf, SittingsInScope } from './sittings-in-scope.js';
import { namedIn, whoMayNotSit } from './those-who-sit.js';
import { mayNotRecord, type PanelArea } from './who-may.js';

/** A decision on many as somebody asks for it, with what had to be looked up. */
export interface AskedBatch {
  readonly panel: string;
  readonly scope: Scope;
  readonly area: PanelArea;
  /** The panel's stream, which a committee's may not have yet. */
  readonly state: Panel;
  readonly command: Omit<DecideBatch, keyof CommandBase | 'type'>;
  /** The assessments, in the order asked; undefined in the place of one that is not there. */
  readonly found: readonly (AssessmentBeforePanel | undefined)[];
  readonly sittings: readonly KnownSitting[];
}

type Entries = readonly Omit<AskedEntry, 'known'>[];

/** Turns requests for a decision on many into what is decided on. */
@Injectable()
export class BatchRequests {
  constructor(
    @Inject(PANEL_DECISIONS) private readonly decisions: PanelDecisions,
    private readonly sittings: SittingsInScope,
    private readonly queries: QueryBus,
    @Inject(PERSON_DIRECTORY) private readonly people: PersonDirectory,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** That of a sitting, by somebody who may record it. */
  async bySitting(person: Person, panel: string, { entries, ...rest }: BatchRequest): Promise<AskedBatch | PanelRefusal> {
    const { state } = await this.decisions.current(panelStream(panel));
    if (!isSitting(state)) return refuse('panel-was-never-convened', `There is no sitting ${panel}. Nothing was recorded.`);
    return this.#asked(person, { panel, scope: state, area: areaOf(state), state, entries, command: rest });
  }

  /** That of the committee, whether or not its sitting was convened here. */
  async byCommittee(person: Person, request: ConfirmationsRequest): Promise<AskedBatch | PanelRefusal> {
    const { assessments, outcome, items, ...rest } = request;
    const scope = scopeOf(request);
    if (scope === undefined) return ofSeveralPeriods;
    const terms = await this.catalogue.forPeriod(scope.framework, scope.period);
    if (isRefusal(terms)) return terms;
    const panel = panelIdOf(scope, request.decidedOn ?? this.clock.today());
    const { state } = await this.decisions.current(panelStream(panel));
    const entries = assessments.map((one) => ({ ...one, outcome, changes: [], items }));
    const command = { ...rest, minutedElsewhere: { ...scope, frameworkTitle: terms.framework.title } };
    return this.#asked(person, { panel, scope, area: scope, state, entries, command });
  }

  async #asked(
    person: Person,
    asked: Pick<AskedBatch, 'panel' | 'scope' | 'area' | 'state'> & {
      readonly entries: Entries;
      readonly command: Omit<AskedBatch['command'], 'entries'>;
    },
  ): Promise<AskedBatch | PanelRefusal> {
    const { entries, command, scope, area, state } = asked;
    const forbidden =
      mayNotRecord(person, 'panel.decide', area) ??
      (await whoMayNotSit(this.people, namedIn('decidedBy', decidersIn(command, state)), area));
    if (forbidden !== undefined) return forbidden;
    const [found, sittings] = await Promise.all([
      this.queries.execute(new ReadAssessmentsBeforePanel(entries.map(({ assessment }) => assessment))),
      this.sittings.of(scope),
    ]);
    const known = entries.map((entry, index) => ({ ...entry, known: knownOf(scope, found[index], sittings) }));
    return { ...asked, found, sittings, command: { ...command, entries: known } };
  }
}

/** Those named as having decided, or who are present; nobody is known of a committee that keeps its own minutes. */
const decidersIn = ({ decidedBy }: Pick<DecideBatch, 'decidedBy'>, state: Panel): readonly string[] =>
  decidedBy ?? (isSitting(state) ? state.attendance?.present : undefined) ?? [];

/** What a decision has to know of an assessment; undefined where there is none. */
export function knownOf(
  scope: Scope,
  found: AssessmentBeforePanel | undefined,
  sittings: readonly KnownSitting[],
): AskedEntry['known'] {
  if (found === undefined) return undefined;
  const { organisation, office, region, period, terms, judges } = found.state;
  const placed = { framework: terms.framework.id, period, office: office.code, region: region.code };
  return {
    organisation: organisation.code,
    covered: covers(scope, placed),
    judgedBefore: [...judges].flatMap(([person, stage]) => (stage === scope.stage ? [] : [person])),
    recusedElsewhere: recusedOf(sittings, organisation.code),
    beingAppliedBy: beingAppliedBy(sittings, found.id)?.panel,
  };
}

/** What the committee decides on: undefined where the assessments are not of one framework and one period. */
function scopeOf({ assessments }: ConfirmationsRequest): Scope | undefined {
  const [first, ...others] = assessments.map(({ assessment }) => assessment.split('.').slice(1));
  const [framework, period, ...more] = first ?? [];
  if (framework === undefined || period === undefined || more.length > 0 || !isPeriod(period)) return undefined;
  if (others.some((parts) => parts.join('.') !== `${framework}.${period}`)) return undefined;
  return { stage: 'confirmation', area: ENGLAND, framework, period };
}

const ofSeveralPeriods: PanelRefusal = refuse(
  'assessment-outside-the-panel',
  'Name assessments of one framework and one period: the committee decides on each apart. Nothing was recorded.',
  { errors: [{ pointer: '/assessments', detail: 'are not all of one framework and one period' }] },
);
