import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Person, roleMay } from '#identity/contract.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import type { StreamMoment } from '#platform/decisions/folded-streams.js';
import { judgementAsItStands } from '../core/assessment/judgement.js';
import { type BeforePanel, beforePanelOf, PANELS_ON_ASSESSMENTS, type PanelsOnAssessments } from './panels-on-assessments.js';
import { type CarriedAction, WorkList } from '../read/work-list/work-list-query.js';
import { ASSESSMENT_DECISIONS, type AssessmentDecisions, assessmentStream, compute } from './assessment-decisions.js';
import type { AssessmentView } from './assessment-view.js';
import { CarriedTrajectories, type CarriedTrajectory } from './carried-trajectories.js';
import { predecessorsOf } from './predecessors.js';
import { liveView, transcribedView } from './view-assessment.js';
import { mayRead } from './who-may-read.js';

/** An assessment with what earlier periods carry into it, and what a panel has in hand of it. */
export type AssessmentAnswer = AssessmentView & {
  /** The open actions of the organisation and of those it took in. */
  readonly carriedForward: readonly CarriedAction[];
  /** The organisation's trajectories that reach into the period. */
  readonly carriedTrajectories: readonly CarriedTrajectory[];
  /** Told of now alone, to those who see drafts; null otherwise. */
  readonly beforePanel: BeforePanel | null;
};

/** One assessment now, or as it stood; undefined when it is not there, or not the person's to see. */
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
  ) {}

  async execute({ person, id, moment }: ReadAssessment): Promise<AssessmentAnswer | undefined> {
    const stream = assessmentStream(id);
    const isNow = moment.position === undefined && moment.effectiveOn === undefined;
    const { state, revision, position } = await (isNow ? this.decisions.current(stream) : this.decisions.asAt(stream, moment));
    if (state.status === 'not-opened' || !mayRead(person, state)) return undefined;
    const where = { id, revision, position };
    if (state.status === 'transcribed')
      return { ...transcribedView(where, state), carriedForward: [], carriedTrajectories: [], beforePanel: null };
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
}
