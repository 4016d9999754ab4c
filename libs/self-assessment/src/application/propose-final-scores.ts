import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ProposeRatings } from '#assessment/contract.js';
import { mayNot } from '#identity/contract.js';
import { refuse } from '#kernel/refusal.js';
import { selfAssessmentStream } from '../core/self-assessment/events.js';
import { reviewOf, type StartedSelfAssessment } from '../core/self-assessment/state.js';
import { SELF_ASSESSMENT_DECISIONS, type SelfAssessmentDecisions } from './self-assessment-decisions.js';
import { placeOf, type SelfAssessmentOutcome, type SelfAssessmentSender } from './self-assessments.js';

/**
 * Proposes the final scores as ratings of the assessment: the assessor's ordinary proposal, with its rules, its revision seen
 * and its four eyes. Each rating says where it comes from.
 */
export class ProposeFinalScores extends Command<SelfAssessmentOutcome> {
  constructor(
    readonly by: SelfAssessmentSender,
    readonly id: string,
  ) {
    super();
  }
}

@CommandHandler(ProposeFinalScores)
export class ProposeFinalScoresHandler implements ICommandHandler<ProposeFinalScores> {
  constructor(
    @Inject(SELF_ASSESSMENT_DECISIONS) private readonly decisions: SelfAssessmentDecisions,
    private readonly commands: CommandBus,
  ) {}

  async execute({ by, id }: ProposeFinalScores): Promise<SelfAssessmentOutcome> {
    const { state } = await this.decisions.current(selfAssessmentStream(id));
    if (state.status === 'not-started')
      return refuse('self-assessment-not-started', `There is no self-assessment ${id}. Nothing was recorded.`);
    const forbidden = mayNot(by.person, 'assessment.rate', placeOf(state));
    if (forbidden) return forbidden;
    if (state.finalised === null)
      return refuse('self-assessment-not-final', 'Its scores are not final yet. Nothing was recorded.');
    const { finalised } = state;
    return this.commands.execute(new ProposeRatings(by, id, { ratings: ratingsIn(id, state, finalised) }));
  }
}

function ratingsIn(id: string, state: StartedSelfAssessment, { scores }: NonNullable<StartedSelfAssessment['finalised']>) {
  const origin = state.deskReview === null ? 'Self-assessment' : 'Desk review';
  return scores.map(({ item, own, final }) => {
    const sides = own === null ? `final score ${final}` : `own score ${own}, final score ${final}`;
    const explanation = reviewOf(state, item)?.explanation;
    return {
      ...{ item, rating: final, copiedFrom: selfAssessmentStream(id) },
      reason: [`${origin}: ${sides}.`, ...(explanation === undefined ? [] : [explanation])].join(' '),
      evidence: [{ title: origin, reference: `/self-assessments/${id}` }],
    };
  });
}
