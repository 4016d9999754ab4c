import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '#frameworks/contract.js';
import { mayNot, type Person, roleMay } from '#identity/contract.js';
import type { StreamMoment } from '#platform/decisions/folded-streams.js';
import { selfAssessmentStream } from '../core/self-assessment/events.js';
import { type KnownSelfAssessment, SelfAssessmentsQuery, type SelfAssessmentsQuestion } from '../read/self-assessments-query.js';
import { SELF_ASSESSMENT_DECISIONS, type SelfAssessmentDecisions } from './self-assessment-decisions.js';
import { type SelfAssessmentView, sideOf, viewFor } from './self-assessment-views.js';
import { placeOf } from './self-assessments.js';
import { asksFor, keyIn } from './starting-facts.js';

/** One self-assessment now, or as it stood; undefined when it is not there, or not the person's to see. */
export class ReadSelfAssessment extends Query<SelfAssessmentView | undefined> {
  constructor(
    readonly person: Person,
    readonly id: string,
    readonly moment: StreamMoment = {},
  ) {
    super();
  }
}

/** What the framework of an assessment asks for beside its ratings, and how far it is. */
export interface SelfAssessmentStanding {
  readonly asks: { readonly selfAssessment: boolean; readonly deskReview: boolean };
  /** Undefined where nothing was started, or it is not the person's to see. */
  readonly standing: SelfAssessmentView | undefined;
}

/** The same for the assessment of that id: undefined where its framework asks for nothing of the kind. */
export class ReadSelfAssessmentStanding extends Query<SelfAssessmentStanding | undefined> {
  constructor(
    readonly person: Person,
    readonly id: string,
  ) {
    super();
  }
}

/** Self-assessments a person may see, by organisation. */
export class ListSelfAssessments extends Query<readonly KnownSelfAssessment[]> {
  constructor(
    readonly person: Person,
    readonly question: Omit<SelfAssessmentsQuestion, 'area'> = {},
  ) {
    super();
  }
}

@QueryHandler(ReadSelfAssessment)
export class ReadSelfAssessmentHandler implements IQueryHandler<ReadSelfAssessment> {
  constructor(@Inject(SELF_ASSESSMENT_DECISIONS) private readonly decisions: SelfAssessmentDecisions) {}

  async execute({ person, id, moment }: ReadSelfAssessment): Promise<SelfAssessmentView | undefined> {
    const stream = selfAssessmentStream(id);
    const isNow = moment.position === undefined && moment.effectiveOn === undefined;
    const { state, position } = await (isNow ? this.decisions.current(stream) : this.decisions.asAt(stream, moment));
    if (state.status === 'not-started' || mayNot(person, 'self-assessment.read', placeOf(state))) return undefined;
    return viewFor(sideOf(person), state, { id, position });
  }
}

@QueryHandler(ReadSelfAssessmentStanding)
export class ReadSelfAssessmentStandingHandler implements IQueryHandler<ReadSelfAssessmentStanding> {
  constructor(
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    private readonly one: ReadSelfAssessmentHandler,
  ) {}

  async execute({ person, id }: ReadSelfAssessmentStanding): Promise<SelfAssessmentStanding | undefined> {
    const adopted = await this.catalogue.get(keyIn(id)?.framework ?? '');
    if (adopted === undefined) return undefined;
    const { selfAssessment, deskReview } = asksFor(adopted.pack);
    if (selfAssessment === undefined && deskReview === undefined) return undefined;
    const standing = await this.one.execute(new ReadSelfAssessment(person, id));
    return { asks: { selfAssessment: selfAssessment !== undefined, deskReview: deskReview !== undefined }, standing };
  }
}

@QueryHandler(ListSelfAssessments)
export class ListSelfAssessmentsHandler implements IQueryHandler<ListSelfAssessments> {
  constructor(private readonly selfAssessments: SelfAssessmentsQuery) {}

  async execute({ person, question }: ListSelfAssessments): Promise<readonly KnownSelfAssessment[]> {
    if (!roleMay(person, 'self-assessment.read')) return [];
    return this.selfAssessments.list({ ...question, area: person.area });
  }
}
