import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { type AssessmentBeforePanel, headlineItem, ReadAssessmentsInScope } from '#assessment/contract.js';
import type { Paper } from '../core/panel/events.js';
import { placeIn, type Scope } from '../core/panel/scope.js';
import { type Sitting, votersOf } from '../core/panel/state.js';
import { marksOn } from '../core/papers/marks.js';
import { inWords } from '../core/papers/subject.js';
import { subjectOf } from './paper-subjects.js';

/** Gathers what waits at a panel's stage for its area, as it stands now. */
@Injectable()
export class Papers {
  constructor(private readonly queries: QueryBus) {}

  /** A paper for each assessment that waits, by organisation. */
  async of(sitting: Sitting): Promise<readonly Paper[]> {
    const all = await this.inScope(sitting);
    const subjects = new Map(all.map((one) => [one.id, subjectOf(one)]));
    const among = [...subjects.values()].filter(({ items }) => items.some(({ rating }) => rating !== null));
    return all
      .filter(({ state }) => state.stageDue === sitting.stage)
      .map((one) => {
        const subject = subjects.get(one.id) ?? subjectOf(one);
        return { ...paperOf(one, sitting), marks: marksOn(subject, among, sitting.convened.marking) };
      });
  }

  /** The assessments of a panel's scope, whatever waits in them. */
  inScope(scope: Scope): Promise<readonly AssessmentBeforePanel[]> {
    const { framework, period } = scope;
    return this.queries.execute(new ReadAssessmentsInScope({ framework, period, ...placeIn(scope) }));
  }
}

function paperOf({ id, state }: AssessmentBeforePanel, sitting: Sitting): Omit<Paper, 'marks'> {
  const headline = headlineItem(state.terms);
  const { result } = state.headline;
  const judgedBefore = votersOf(sitting).filter((person) => {
    const judgedAt = state.judges.get(person);
    return judgedAt !== undefined && judgedAt !== sitting.stage;
  });
  return {
    assessment: id,
    organisation: state.organisation.code,
    organisationName: state.organisation.name,
    revision: String(state.revision),
    round: state.round,
    headline: headline === undefined || result === null ? null : inWords({ scale: headline.scale.ratings }, result),
    judgedBefore,
  };
}
