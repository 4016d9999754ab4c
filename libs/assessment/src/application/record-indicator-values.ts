import { Inject, Injectable } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { DashboardRequest, IndicatorValueRequest } from '#api-contract/assessment-requests.js';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue, METRIC_SCORE } from '#frameworks/contract.js';
import type { Assessment } from '../core/assessment/state.js';
import { ASSESSMENT_DECISIONS, type AssessmentDecisions, assessmentStream } from './assessment-decisions.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** Records the value of one indicator. */
export class RecordIndicatorValue extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: IndicatorValueRequest,
  ) {
    super();
  }
}

/** Records several, all or nothing: a dashboard. */
export class RecordDashboard extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: DashboardRequest,
  ) {
    super();
  }
}

/** The framework's scale for the scores of indicators: an assessment keeps the scales of what is rated alone. */
@Injectable()
export class MetricScores {
  constructor(
    @Inject(ASSESSMENT_DECISIONS) private readonly decisions: AssessmentDecisions,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
  ) {}

  /** The ids of the scores, best first; asked for only where a value has one. */
  async of(
    assessment: string,
    values: readonly { readonly score?: string | undefined }[],
    known?: Assessment,
  ): Promise<readonly string[]> {
    if (values.every(({ score }) => score === undefined)) return [];
    const state = known ?? (await this.decisions.lastKnown(assessmentStream(assessment))).state;
    if (state.status === 'not-opened') return [];
    const { id, version } = state.terms.framework;
    const adopted = await this.catalogue.get(id, version);
    return adopted?.pack.scales.find((scale) => scale.id === METRIC_SCORE)?.ratings.map((rating) => rating.id) ?? [];
  }
}

const RECORDING = { type: 'record-indicator-values', permission: 'assessment.record' } as const;

@CommandHandler(RecordIndicatorValue)
export class RecordIndicatorValueHandler implements ICommandHandler<RecordIndicatorValue> {
  constructor(
    private readonly assessments: Assessments,
    private readonly scores: MetricScores,
  ) {}

  async execute({ by, assessment, request }: RecordIndicatorValue): Promise<AssessmentOutcome> {
    const { meeting, receivedOn, ...value } = request;
    const scores = await this.scores.of(assessment, [value]);
    const command = () => ({ values: [value], asked: 'one', meeting, receivedOn, scores }) as const;
    return this.assessments.carryOut({ ...RECORDING, by, assessment, request, command });
  }
}

@CommandHandler(RecordDashboard)
export class RecordDashboardHandler implements ICommandHandler<RecordDashboard> {
  constructor(
    private readonly assessments: Assessments,
    private readonly scores: MetricScores,
  ) {}

  async execute({ by, assessment, request }: RecordDashboard): Promise<AssessmentOutcome> {
    const { meeting, receivedOn, dataSource } = request;
    const values = request.values.map((value) => ({ ...value, dataSource: value.dataSource ?? dataSource }));
    const scores = await this.scores.of(assessment, values);
    const command = () => ({ values, asked: 'list', meeting, receivedOn, scores }) as const;
    return this.assessments.carryOut({ ...RECORDING, by, assessment, request, command });
  }
}
