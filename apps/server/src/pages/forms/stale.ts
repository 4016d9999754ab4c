import { describeEvent, type AssessmentHistoryEvent } from '#assessment/queries.js';
import type { Refusal } from '#kernel/refusal.js';
import { labelsIn } from '../assessments/steps.js';
import type { NameOf } from '../reading/people-names.js';
import { momentInWords } from '../words/dates.js';
import type { NewRecord } from './form-flow.js';

/** What makes a decision stale, told from the history: who did what since it was read. */
export function newSince(refusal: Refusal, events: readonly AssessmentHistoryEvent[], nameOf: NameOf): readonly NewRecord[] {
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
