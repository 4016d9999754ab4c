import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Person, roleMay } from '#identity/contract.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import type { FoldedStream, StreamMoment } from '#platform/decisions/folded-streams.js';
import { judgementAsItStands } from '../core/assessment/judgement.js';
import { type BeforePanel, beforePanelOf, PANELS_ON_ASSESSMENTS, type PanelsOnAssessments } from './panels-on-assessments.js';
import { publicationOn, wasWithdrawn } from '../core/assessment/selectors.js';
import { type Assessment, isLive, type LiveAssessment } from '../core/assessment/state.js';
import { type CarriedAction, WorkList } from '../read/work-list/work-list-query.js';
import { ASSESSMENT_DECISIONS, type AssessmentDecisions, assessmentStream, compute } from './assessment-decisions.js';
import type { AssessmentView } from './assessment-view.js';
import { CarriedTrajectories, type CarriedTrajectory } from './carried-trajectories.js';
import { predecessorsOf } from './predecessors.js';
import { liveView, transcribedView } from './view-assessment.js';
import { publishedView, sharedView } from './view-draft.js';
import { sharedWith, sightOf } from './who-may-read.js';

/** An assessment with what earlier periods carry into it, and what a panel has in hand of it. */
export type AssessmentAnswer = AssessmentView & {
  /** The open actions of the organisation and of those it took in. */
  readonly carriedForward: readonly CarriedAction[];
  /** The organisation's trajectories that reach into the period. */
  readonly carriedTrajectories: readonly CarriedTrajectory[];
  /** Told of now alone, to those who see drafts; null otherwise. */
  readonly beforePanel: BeforePanel | null;
};

const NOTHING_BESIDES = { carriedForward: [], carriedTrajectories: [], beforePanel: null } as const;

type Folded = FoldedStream<Assessment>;

/** One assessment now, or as it stood, as far as the person may see it; undefined when there is nothing of it to see. */
export class ReadAssessment extends Query<AssessmentAnswer | undefined> {
  constructor(
    readonly person: Person,
    readonly id: string,
    readonly moment: StreamMoment = {},
  ) {
    super();
  }
}

@QueryHandler(ReadAssessment)
export class ReadAssessmentHandler implements IQueryHandler<ReadAssessment> {
  constructor(
    @Inject(ASSESSMENT_DECISIONS) private readonly decisions: AssessmentDecisions,
    private readonly workList: WorkList,
    private readonly organisations: OrganisationDirectory,
    private readonly trajectories: CarriedTrajectories,
    @Inject(PANELS_ON_ASSESSMENTS) private readonly panels: PanelsOnAssessments,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ person, id, moment }: ReadAssessment): Promise<AssessmentAnswer | undefined> {
    const now = await this.decisions.current(assessmentStream(id));
    switch (sightOf(person, now.state, this.clock.today())) {
      case 'whole':
        return this.whole(person, id, now, moment);
      case 'shared':
        return this.shared(person, id, now, moment);
      case 'published':
        return this.published(id, now, moment);
      case 'nothing':
        return undefined;
    }
  }

  private async whole(person: Person, id: string, now: Folded, moment: StreamMoment): Promise<AssessmentAnswer | undefined> {
    const isNow = moment.position === undefined && moment.effectiveOn === undefined;
    const { state, revision, position } = isNow ? now : await this.decisions.asAt(assessmentStream(id), moment);
    if (state.status === 'not-opened') return undefined;
    const where = { id, revision, position };
    if (state.status === 'transcribed') return { ...transcribedView(where, state), ...NOTHING_BESIDES };
    const isTold = isNow && roleMay(person, 'assessment.read');
    const beforePanel = isTold ? await beforePanelOf(this.panels, id, state) : null;
    const predecessors = await predecessorsOf(this.organisations, state.organisation.code, moment.position);
    const carriedForward = await this.workList.openActionsOf(state.organisation.code, state.period, {
      asAtPosition: moment.position,
      predecessors: predecessors.map(({ code }) => code),
    });
    const carriedTrajectories = await this.trajectories.into(state, moment);
    const carried = { carriedForward, carriedTrajectories, beforePanel };
    return { ...liveView(where, state, judgementAsItStands(state, compute)), ...carried };
  }

  /** Of what an organisation may see now, what was shared by that moment; a day counts by the days on which windows opened. */
  private async shared(
    person: Person,
    id: string,
    now: Folded,
    { position, effectiveOn = this.clock.today() }: StreamMoment,
  ): Promise<AssessmentAnswer | undefined> {
    if (!isLive(now.state)) return undefined;
    const seen = new Set(sharedWith(person, now.state, this.clock.today()).map(({ sharing }) => sharing));
    const state = await this.asRecordedBy(id, now, position);
    const [first, ...others] =
      state?.sharings.filter(({ sharing, opensOn }) => seen.has(sharing) && opensOn <= effectiveOn) ?? [];
    if (state === undefined || first === undefined) return undefined;
    return { ...sharedView(id, state, [first, ...others]), ...NOTHING_BESIDES };
  }

  private async published(
    id: string,
    now: Folded,
    { position, effectiveOn }: StreamMoment,
  ): Promise<AssessmentAnswer | undefined> {
    const state = await this.asRecordedBy(id, now, position);
    const last = state && publicationOn(state, effectiveOn);
    // What stood then may have been withdrawn since: who may see it goes by now.
    if (state === undefined || last === undefined || !isLive(now.state) || wasWithdrawn(now.state, last.edition))
      return undefined;
    return { ...publishedView(id, state, last), ...NOTHING_BESIDES };
  }

  /** By position alone: folded by the days of events, it would hold what nobody shared or published. */
  private async asRecordedBy(id: string, now: Folded, position: bigint | undefined): Promise<LiveAssessment | undefined> {
    const { state } = position === undefined ? now : await this.decisions.asAt(assessmentStream(id), { position });
    return isLive(state) ? state : undefined;
  }
}
