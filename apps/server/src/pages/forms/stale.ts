import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { describeEvent, type AssessmentHistoryEvent, ReadAssessmentEvents } from '#assessment/queries.js';
import type { Person } from '#identity/contract.js';
import type { Refusal } from '#kernel/refusal.js';
import { labelsIn } from '../assessments/steps.js';
import { type NameOf, PeopleNames } from '../reading/people-names.js';
import { momentInWords } from '../words/dates.js';
import type { NewRecord } from './form-flow.js';

/** What makes a decision stale, told from the history: who did what since it was read. */
function newSince(
  refusal: Pick<Refusal, 'facts'>,
  events: readonly AssessmentHistoryEvent[],
  nameOf: NameOf,
): readonly NewRecord[] {
  const facts = (refusal.facts?.['newSince'] ?? []) as readonly { readonly revision: string }[];
  const revisions = new Set(facts.map(({ revision }) => revision));
  const labels = labelsIn(events);
  return events
    .filter(({ revision }) => revisions.has(String(revision)))
    .map(({ event, recordedAt, metadata }) => {
      const { title, detail } = describeEvent(event, labels);
      return { title, detail, by: `${nameOf(metadata.actor)}, ${momentInWords(recordedAt)}` };
    });
}

/** Finds out what was recorded since somebody read an assessment they then judged. */
@Injectable()
export class Staleness {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(PeopleNames) private readonly names: PeopleNames,
  ) {}

  async newSince(person: Person, assessment: string, refusal: Pick<Refusal, 'facts'>): Promise<readonly NewRecord[]> {
    const events = (await this.queries.execute(new ReadAssessmentEvents(person, assessment))) ?? [];
    return newSince(refusal, events, await this.names.of(events.map(({ metadata }) => metadata.actor)));
  }
}
