import type { MinutesView } from './read-minutes.js';

/** One row of the minutes as a file. */
export type MinutesRow = Readonly<Record<string, string>>;

/** The decisions of a sitting, a row for each item of each. `nameOf` gives people's names in place of their ids. */
export function minutesRows(
  { panel, decisions }: MinutesView,
  nameOf: (person: string) => string = (id) => id,
): readonly MinutesRow[] {
  const people = (ids: readonly string[]): string => ids.map((id) => nameOf(id)).join('; ');
  return decisions.flatMap((one) =>
    one.items.map((item) => ({
      sitting: panel.id,
      assessment: one.assessment,
      organisation: one.organisation,
      organisation_name: one.organisationName,
      outcome: one.outcome,
      item: item.item,
      item_label: item.label,
      decision: item.decision,
      from: item.from ?? '',
      from_label: item.fromLabel ?? '',
      to: item.to ?? '',
      to_label: item.toLabel ?? '',
      reason: item.reason ?? one.reason ?? '',
      decided_on: one.decidedOn,
      decided_by: people(one.decidedBy),
      took_no_part: people(one.tookNoPart.map(({ person }) => person)),
      recorded_by: nameOf(one.recordedBy),
      recorded_at: one.recordedAt,
      judged_revision: one.judgedRevision,
      recorded_since: String(one.recordedSince),
      revision: one.revision,
    })),
  );
}
