import { type AssessmentHistoryEvent, describeEvent, itemName, type Labels, ratingLabel } from '#assessment/queries.js';

/** What one command recorded: one step of an assessment's history. */
export interface Step {
  readonly events: readonly [AssessmentHistoryEvent, ...AssessmentHistoryEvent[]];
  /** From 1. */
  readonly number: number;
  readonly title: string;
  /** The position after it: asking as at this position shows the assessment after this step. */
  readonly position: bigint;
}

/** The words for items and ratings, as the assessment was opened with. */
export function labelsIn(events: readonly AssessmentHistoryEvent[]): Labels {
  for (const { event } of events.toReversed()) if ('terms' in event.data) return event.data.terms;
  return { items: [] };
}

/** The history by commands, oldest first. */
export function stepsOf(events: readonly AssessmentHistoryEvent[]): readonly Step[] {
  const labels = labelsIn(events);
  const groups: [AssessmentHistoryEvent, ...AssessmentHistoryEvent[]][] = [];
  for (const event of events) {
    const group = groups.at(-1);
    if (group?.[0].metadata.commandId === event.metadata.commandId) group.push(event);
    else groups.push([event]);
  }
  return groups.map((group, index) => ({
    events: group,
    number: index + 1,
    title: titleOf(group, labels),
    position: (group.at(-1) ?? group[0]).position,
  }));
}

function titleOf(group: Step['events'], labels: Labels): string {
  const [{ event }] = group;
  const rated = group.flatMap(({ event: one }) => (one.type === 'RatingProposed' ? [one.data.item] : []));
  if (rated.length > 1) return `${String(rated.length)} items rated: ${rated.map((item) => itemName(labels, item)).join(', ')}`;
  const said = group.filter(({ event: one }) => one.type === 'OrganisationCommented').length;
  if (said > 1) return `${String(said)} comments of the organisation`;
  const facts = group.filter(({ event: one }) => one.type === 'RatingTranscribed').length;
  if (facts > 1) return `${String(facts)} ratings copied from published sources`;
  const values = group.filter(({ event: one }) => one.type === 'IndicatorValueRecorded').length;
  if (values > 1) return `${String(values)} indicator values recorded`;
  if (event.type === 'RatingProposed' && event.data.previous === event.data.rating)
    return `${itemName(labels, event.data.item)} rated ${ratingLabel(labels, event.data.item, event.data.rating)} again`;
  return describeEvent(event, labels).title;
}

/** Where a moment lies among the steps. */
export interface StepPlace {
  readonly now: Step | undefined;
  readonly count: number;
  readonly back: Step | undefined;
  readonly on: Step | undefined;
}

/** The last step recorded by a position, with its neighbours; without a position, the last of all. */
export function placeAmong(steps: readonly Step[], asAt: bigint | undefined): StepPlace {
  const index = asAt === undefined ? steps.length - 1 : steps.findLastIndex(({ position }) => position <= asAt);
  return { now: steps[index], count: steps.length, back: steps[index - 1], on: steps[index + 1] };
}
