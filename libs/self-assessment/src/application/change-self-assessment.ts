import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type {
  CriterionReviewRequest,
  CriterionScoreRequest,
  DeskReviewRequest,
  ReasonRequest,
  SelfAssessmentReturnRequest,
  SitesRequest,
} from '#api-contract/self-assessment-requests.js';
import type { Permission } from '#identity/contract.js';
import { isRefusal, type Refusal } from '#kernel/refusal.js';
import type { SelfAssessmentCommand } from '../core/self-assessment/decider.js';
import { selfAssessmentIdOf } from '../core/self-assessment/events.js';
import type { SelfAssessmentRule } from '../core/self-assessment/rule-book.js';
import { siteNamed } from './own-site.js';
import { type SelfAssessmentOutcome, SelfAssessments, type SelfAssessmentSender } from './self-assessments.js';
import { type SelfAssessmentKey, type StartingFacts, StartingFactsOf } from './starting-facts.js';

/** What is asked of a self-assessment that was started. */
export type SelfAssessmentChange =
  | { readonly type: 'state-sites'; readonly request: SitesRequest }
  | { readonly type: 'score'; readonly request: CriterionScoreRequest }
  | { readonly type: 'submit' }
  | { readonly type: 'review'; readonly request: CriterionReviewRequest }
  | { readonly type: 'return'; readonly request: SelfAssessmentReturnRequest }
  | { readonly type: 'withdraw-return'; readonly request: ReasonRequest }
  | { readonly type: 'finalise' }
  | { readonly type: 'withdraw-finalisation'; readonly request: ReasonRequest };

/** Starts an organisation's self-assessment. */
export class StartSelfAssessment extends Command<SelfAssessmentOutcome> {
  constructor(
    readonly by: SelfAssessmentSender,
    readonly key: SelfAssessmentKey,
  ) {
    super();
  }
}

/** Begins a desk review: of an organisation that is not asked to score itself, or that has not. */
export class BeginDeskReview extends Command<SelfAssessmentOutcome> {
  constructor(
    readonly by: SelfAssessmentSender,
    readonly key: SelfAssessmentKey,
    readonly request: DeskReviewRequest,
  ) {
    super();
  }
}

/** Scores, submits, reviews, returns or finalises. */
export class ChangeSelfAssessment extends Command<SelfAssessmentOutcome> {
  constructor(
    readonly by: SelfAssessmentSender,
    readonly id: string,
    readonly change: SelfAssessmentChange,
  ) {
    super();
  }
}

const placeIn = ({ organisation, office, region }: StartingFacts) => ({
  organisation: organisation.code,
  office: office.code,
  region: region.code,
});

@CommandHandler(StartSelfAssessment)
export class StartSelfAssessmentHandler implements ICommandHandler<StartSelfAssessment> {
  constructor(
    private readonly selfAssessments: SelfAssessments,
    private readonly facts: StartingFactsOf,
  ) {}

  async execute({ by, key }: StartSelfAssessment): Promise<SelfAssessmentOutcome> {
    const facts = await this.facts.find(key);
    if (isRefusal(facts)) return facts;
    return this.selfAssessments.carryOut({
      ...{ by, id: selfAssessmentIdOf(key), permission: 'self-assessment.fill', request: { type: 'start', ...key } },
      place: placeIn(facts),
      command: (base) => ({ type: 'start', ...base, ...facts }),
    });
  }
}

@CommandHandler(BeginDeskReview)
export class BeginDeskReviewHandler implements ICommandHandler<BeginDeskReview> {
  constructor(
    private readonly selfAssessments: SelfAssessments,
    private readonly facts: StartingFactsOf,
  ) {}

  async execute({ by, key, request }: BeginDeskReview): Promise<SelfAssessmentOutcome> {
    const facts = await this.facts.find(key);
    if (isRefusal(facts)) return facts;
    return this.selfAssessments.carryOut({
      ...{ by, id: selfAssessmentIdOf(key), permission: 'self-assessment.review', place: placeIn(facts) },
      request: { type: 'begin-desk-review', ...key, ...request },
      command: (base) => ({ type: 'begin-desk-review', ...base, ...request, facts }),
    });
  }
}

/** The organisation's own part, and the assessor's. */
const PERMISSIONS: Readonly<Record<SelfAssessmentChange['type'], Permission>> = {
  'state-sites': 'self-assessment.fill',
  score: 'self-assessment.fill',
  submit: 'self-assessment.fill',
  review: 'self-assessment.review',
  return: 'self-assessment.review',
  'withdraw-return': 'self-assessment.review',
  finalise: 'self-assessment.review',
  'withdraw-finalisation': 'self-assessment.review',
};

@CommandHandler(ChangeSelfAssessment)
export class ChangeSelfAssessmentHandler implements ICommandHandler<ChangeSelfAssessment> {
  constructor(private readonly selfAssessments: SelfAssessments) {}

  async execute({ by, id, change }: ChangeSelfAssessment): Promise<SelfAssessmentOutcome> {
    const asked = askedIn(change);
    if (isRefusal(asked)) return asked;
    return this.selfAssessments.carryOut({
      ...{ by, id, permission: PERMISSIONS[change.type], request: change },
      // A type and its fields belong together, which spreading a union forgets.
      command: (base) => ({ ...asked, ...base }) as SelfAssessmentCommand,
    });
  }
}

/** The change as the core takes it: sites as hosts. */
function askedIn(change: SelfAssessmentChange): Readonly<Record<string, unknown>> | Refusal<SelfAssessmentRule> {
  if (change.type !== 'state-sites') return { type: change.type, ...('request' in change ? change.request : {}) };
  const own = siteNamed(change.request.own, '/own');
  if (isRefusal(own)) return own;
  const predecessors: string[] = [];
  for (const [index, named] of change.request.predecessors.entries()) {
    const site = siteNamed(named, `/predecessors/${String(index)}`);
    if (isRefusal(site)) return site;
    predecessors.push(site);
  }
  return { type: change.type, own, predecessors };
}
