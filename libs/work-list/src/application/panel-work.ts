import { areaCode, type Person, roleMay } from '#identity/contract.js';
import { mayNotRecord, type PanelView } from '#moderation/contract.js';
import type { UndatedWork } from './assessment-work.js';

/** Whether a sitting is of the panel a person may sit on or run: of their very area, and the committee's for its secretary alone. */
export const isOfOwnPanel = (person: Person, { area, stage }: Pick<PanelView, 'area' | 'stage'>): boolean =>
  area === areaCode(person.area) && (stage === 'confirmation') === (person.role === 'committee-secretary');

/** A sitting still to be held or closed, for those who sit on it or record it; undefined for anybody else. */
export function panelItem(person: Person, panel: PanelView, today: string): UndatedWork | undefined {
  const records = roleMay(person, 'panel.record') && mayNotRecord(person, 'panel.record', areaOf(panel)) === undefined;
  const seat = seatOf(person, panel);
  if (seat === undefined && !records) return undefined;
  return {
    ...{ kind: 'panel', toDo: toDoIn(panel, { records, today }), about: `${panel.areaName}, ${panel.stage} panel` },
    ...{ organisation: null, period: panel.period, day: panel.sitsOn, dayIs: 'on' },
    notes: [panel.frameworkTitle],
    why: seat ?? 'You may record its sitting',
    page: `/panels/${panel.id}`,
  };
}

const areaOf = ({ stage, area, region }: PanelView) => ({ stage, area, region: region ?? undefined });

function seatOf({ id }: Person, { chair, secretary, members }: PanelView): string | undefined {
  if (chair === id) return 'You chair it';
  if (secretary === id) return 'You are its secretary';
  return members.includes(id) ? 'You sit on it' : undefined;
}

function toDoIn({ status, sitsOn }: PanelView, { records, today }: { records: boolean; today: string }): string {
  if (status === 'open') return records ? 'Decide, and close the sitting' : 'Decide on its papers';
  return records && sitsOn <= today ? 'Open its papers' : 'Prepare for the sitting';
}
