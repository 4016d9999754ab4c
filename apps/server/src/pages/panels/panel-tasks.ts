import { mayNot, type Person } from '#identity/contract.js';
import { placeOfPanel } from '#moderation/contract.js';
import type { PanelView } from '#moderation/queries.js';
import { mayRecord } from './sittings.js';

/** Something the person looking at a sitting may do now. */
export interface PanelTask {
  readonly text: string;
  readonly href: string;
}

interface PossibleTask {
  readonly text: string;
  readonly path: string;
  readonly statuses: readonly PanelView['status'][];
  /** Whether members may as well, and not only the chair and the secretary. */
  readonly byMembers?: true;
}

const POSSIBLE: readonly PossibleTask[] = [
  { text: 'Open the papers', path: 'opening', statuses: ['convened'] },
  { text: 'Decide on many at once', path: 'batch', statuses: ['open'] },
  { text: 'Record who is there', path: 'attendance', statuses: ['convened', 'open'] },
  { text: 'Declare an interest', path: 'interests', statuses: ['convened', 'open'], byMembers: true },
  { text: 'Recuse a member', path: 'recusals', statuses: ['convened', 'open'] },
  { text: 'Lift a recusal', path: 'lifting', statuses: ['convened', 'open'] },
  { text: 'Change who sits', path: 'members', statuses: ['convened', 'open'] },
  { text: 'Close the sitting', path: 'closing', statuses: ['open'] },
  { text: 'Call the sitting off', path: 'cancellation', statuses: ['convened'] },
];

/** What this person may do with a sitting as things stand. What a rule forbids besides is told when they do it. */
export function tasksOf(person: Person, panel: PanelView): readonly PanelTask[] {
  const records = mayRecord(person, panel);
  const place = placeOfPanel({ ...panel, region: panel.region ?? undefined });
  const sits = [panel.chair, ...panel.members].includes(person.id) && mayNot(person, 'panel.declare', place) === undefined;
  return POSSIBLE.filter(
    ({ statuses, byMembers }) => statuses.includes(panel.status) && (records || (byMembers === true && sits)),
  )
    .filter(({ path }) => path !== 'lifting' || panel.recusals.some(({ lifted }) => lifted === null))
    .map(({ text, path }) => ({ text, href: `/panels/${panel.id}/${path}` }));
}
