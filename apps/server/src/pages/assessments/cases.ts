import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  type AssessmentAnswer,
  type AssessmentHistoryEvent,
  type ModerationTrail,
  ReadAssessment,
  ReadAssessmentEvents,
  ReadModerationTrail,
} from '#assessment/queries.js';
import { isPeriod, previousPeriod } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { ReadSelfAssessmentStanding, type SelfAssessmentStanding } from '#self-assessment/queries.js';
import { problem } from '../../edge/problem.js';
import type { PageMoment } from '../reading/page-moments.js';
import { type Step, stepsOf } from './steps.js';

/** An assessment at a moment, with its whole history to move through. */
export interface Case {
  /** Undefined where it was not recorded here yet at that moment. */
  readonly answer: AssessmentAnswer | undefined;
  readonly trail: ModerationTrail;
  readonly previous: AssessmentAnswer | undefined;
  readonly events: readonly AssessmentHistoryEvent[];
  readonly steps: readonly Step[];
  /** How far the organisation's self-assessment is now; undefined at another moment, or where the framework asks for none. */
  readonly selfAssessment: SelfAssessmentStanding | undefined;
}

/** Reads assessments for pages, as the person looking may see them. */
@Injectable()
export class Cases {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  /** The assessment now; a page not yours to see is one that is not there. */
  async now(person: Person, id: string): Promise<AssessmentAnswer> {
    const answer = await this.queries.execute(new ReadAssessment(person, id));
    if (answer === undefined) throw notThere(id);
    return answer;
  }

  /** Whether it is theirs to see now: what a committee sends back to the assessor is not, until every stage has judged it. */
  async isSeen(person: Person, id: string): Promise<boolean> {
    return (await this.queries.execute(new ReadAssessment(person, id))) !== undefined;
  }

  /** The assessment as it stood at a moment; a page not yours to see is one that is not there. */
  async standing(person: Person, id: string, { asAt, effectiveOn }: PageMoment): Promise<AssessmentAnswer> {
    const answer = await this.queries.execute(new ReadAssessment(person, id, { position: asAt, effectiveOn }));
    if (answer === undefined) throw notThere(id);
    return answer;
  }

  /** The assessment at a moment, with its trail, the period before and its history; those who see a part see none of these. */
  async at(person: Person, id: string, moment: PageMoment): Promise<Case> {
    const asked = { position: moment.asAt, effectiveOn: moment.effectiveOn };
    const [answer, events, trail, selfAssessment] = await Promise.all([
      this.queries.execute(new ReadAssessment(person, id, asked)),
      this.queries.execute(new ReadAssessmentEvents(person, id)),
      this.queries.execute(new ReadModerationTrail(person, id, moment.asAt)),
      moment.isNow ? this.queries.execute(new ReadSelfAssessmentStanding(person, id)) : undefined,
    ]);
    if (answer !== undefined && answer.sight !== 'whole')
      return { answer, ...WITHOUT_HISTORY, trail: { assessment: id, rounds: [], items: [] }, selfAssessment };
    if (events === undefined || events.length === 0 || trail === undefined) throw notThere(id);
    const previous = answer === undefined ? undefined : await this.#before(person, answer, asked);
    return { answer, trail, previous, events, steps: stepsOf(events), selfAssessment };
  }

  /** The period before, under the same framework: undefined where none is recorded or it is not the person's to see. */
  #before(person: Person, answer: AssessmentAnswer, moment: ReadAssessment['moment']): Promise<AssessmentAnswer | undefined> {
    if (!isPeriod(answer.period) || answer.cadence !== 'quarter') return Promise.resolve(undefined);
    const id = `${answer.organisation}.${answer.framework}.${previousPeriod(answer.period)}`;
    return this.queries.execute(new ReadAssessment(person, id, moment));
  }
}

const WITHOUT_HISTORY = { previous: undefined, events: [], steps: [] } as const;

const notThere = (id: string) => problem('not-found', `There is no assessment ${id}, or it is not yours to see.`);
