import { mayNot, type Person, type PersonDirectory } from '#identity/contract.js';
import { refuse, type Refusal } from '#kernel/refusal.js';
import { judgingAt, mayNotRecord, type PanelArea, placeOfPanel } from './who-may.js';

/** Somebody a request names for a panel: to decide, or to record; and where it names them. */
export interface Named {
  readonly person: string;
  readonly as: 'decider' | 'secretary';
  readonly pointer: string;
}

/** People named in a list of a request. */
export const namedIn = (list: string, people: readonly string[]): readonly Named[] =>
  people.map((person, index) => ({ person, as: 'decider', pointer: `/${list}/${String(index)}` }));

/** A person named in a field of a request, where it names one. */
export const namedAs = (field: 'chair' | 'secretary', person: string | undefined): readonly Named[] =>
  person === undefined ? [] : [{ person, as: field === 'chair' ? 'decider' : 'secretary', pointer: `/${field}` }];

/** Refuses people who may not judge at the panel's stage for all of its area, and a secretary who may not record its sitting. */
export async function whoMayNotSit(
  directory: PersonDirectory,
  named: readonly Named[],
  panel: PanelArea,
): Promise<Refusal<'person-may-not-sit'> | undefined> {
  const may: Readonly<Record<Named['as'], (person: Person) => boolean>> = {
    decider: (person) => mayNot(person, judgingAt[panel.stage], placeOfPanel(panel)) === undefined,
    secretary: (person) => mayNotRecord(person, 'panel.record', panel) === undefined,
  };
  const held = await Promise.all(named.map(({ person }) => directory.grantsOf(person)));
  const barred = named.find(({ as }, index) => held[index]?.some(may[as]) !== true);
  if (barred === undefined) return undefined;
  const what = barred.as === 'secretary' ? 'record' : 'decide at';
  const detail = `${barred.person} is not known here as somebody who may ${what} the ${panel.stage} stage for all of this area.`;
  return refuse('person-may-not-sit', `${detail} Nothing was recorded.`, { errors: [{ pointer: barred.pointer, detail }] });
}
