import { Inject, Injectable } from '@nestjs/common';
import type { Refusal } from '#kernel/refusal.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import type { CommandOrigin } from '#platform/decisions/command-identity.js';
import type { DecisionRule, Recorded } from '#platform/decisions/decisions.js';
import type { CommandBase } from '../core/assessment/command.js';
import type { RecordGivenPublication } from '../core/assessment/record-given-rating.js';
import type { RecordPublication, WithdrawPublication } from '../core/assessment/record-publication.js';
import type { AssessmentRule } from '../core/assessment/rule-book.js';
import { ASSESSMENT_DECISIONS, type AssessmentDecisions, assessmentStream } from './assessment-decisions.js';

type Asked<Command> = Omit<Command, keyof CommandBase | 'type'> & { readonly assessment: string };
type Outcome = Recorded | Refusal<AssessmentRule | DecisionRule>;

/**
 * Records in assessments what was published of them. For the context that publishes: it has decided what, and asked nobody's
 * permission here. Sent again under the same origin, a command gets its first answer.
 */
@Injectable()
export class AssessmentPublications {
  constructor(
    @Inject(ASSESSMENT_DECISIONS) private readonly decisions: AssessmentDecisions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Its ratings stand in an edition that is public. */
  record({ assessment, ...asked }: Asked<RecordPublication>, origin: CommandOrigin): Promise<Outcome> {
    return this.decisions.run(
      assessmentStream(assessment),
      { type: 'record-publication', ...asked, ...this.#identity(origin) },
      origin,
    );
  }

  /** What was given from elsewhere stands in an edition that is public. */
  recordGiven({ assessment, ...asked }: Asked<RecordGivenPublication>, origin: CommandOrigin): Promise<Outcome> {
    return this.decisions.run(
      assessmentStream(assessment),
      { type: 'record-given-publication', ...asked, ...this.#identity(origin) },
      origin,
    );
  }

  /** Nothing of it stands in public any more. */
  withdraw({ assessment, ...asked }: Asked<WithdrawPublication>, origin: CommandOrigin): Promise<Outcome> {
    return this.decisions.run(
      assessmentStream(assessment),
      { type: 'withdraw-publication', ...asked, ...this.#identity(origin) },
      origin,
    );
  }

  #identity = ({ actor, commandId }: CommandOrigin) => ({ actor, commandId, today: this.clock.today() });
}
