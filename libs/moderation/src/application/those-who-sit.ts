import { mayNot, type Person, type PersonDirectory } from '#identity/contract.js';
import { refuse, type Refusal } from '#kernel/refusal.js';
import { judgingAt, mayNotRecord, type PanelArea, placeOfPanel } from './who-may.js';

/** The people a request names for a panel. */
export interface Named {
  /** Chair and members. */
  readonly deciding: readonly (string | undefined)[];
  readonly secretary: string | undefined;
}

type May = (person: Person) => boolean;

/** Refuses people who may not judge at the panel's stage for all of its area, and a secretary who may not record its sitting. */
export async function whoMayNotSit(
  directory: PersonDirectory,
  { deciding, secretary }: Named,
  panel: PanelArea,
): Promise<Refusal<'person-may-not-sit'> | undefined> {
  const mayJudge: May = (person) => mayNot(person, judgingAt[panel.stage], placeOfPanel(panel)) === undefined;
  const mayRecord: May = (person) => mayNotRecord(person, 'panel.record', panel) === undefined;
  const barred =
    (await firstWhoMayNot(directory, deciding, mayJudge)) ?? (await firstWhoMayNot(directory, [secretary], mayRecord));
  if (barred === undefined) return undefined;
  const what = barred === secretary ? 'record' : 'decide at';
  const detail = `${barred} is not known here as somebody who may ${what} the ${panel.stage} stage for this area.`;
  return refuse('person-may-not-sit', `${detail} Nothing was recorded.`, { facts: { person: barred } });
}

async function firstWhoMayNot(
  directory: PersonDirectory,
  people: readonly (string | undefined)[],
  may: May,
): Promise<string | undefined> {
  const named = people.filter((id) => id !== undefined);
  const held = await Promise.all(named.map((id) => directory.grantsOf(id)));
  return named.find((_, index) => held[index]?.some(may) !== true);
}
