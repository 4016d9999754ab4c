import { mayNot, type Permission, type PermissionRule, type Person, type Place } from '#identity/contract.js';
import { refuse, type Refusal } from '#kernel/refusal.js';
import { areaKindOf, type PanelStage, type Scope } from '../core/panel/scope.js';

/** A panel's area, as permissions need it: its scope, and the region a local panel's office lies in. */
export type PanelArea = Pick<Scope, 'stage' | 'area'> & { readonly region?: string | undefined };

/** Where a panel sits. It is about no organisation, and a panel for England lies in no region. */
export function placeOfPanel({ stage, area, region = '' }: PanelArea): Place {
  switch (areaKindOf[stage]) {
    case 'office':
      return { organisation: '', office: area, region };
    case 'region':
      return { organisation: '', office: '', region: area };
    case 'england':
      return { organisation: '', office: '', region: '' };
  }
}

/** What lets somebody judge at a stage, and so sit in its panel. */
export const judgingAt: Readonly<Record<PanelStage, Permission>> = {
  local: 'assessment.decide-local',
  regional: 'assessment.decide-regional',
  national: 'assessment.decide-national',
  confirmation: 'assessment.confirm',
};

/**
 * Refuses whoever may not convene or record a panel: their role must allow it, and their area be the panel's own. The committee's
 * sittings are its secretary's, and nobody else's.
 */
export function mayNotRecord(person: Person, permission: Permission, panel: PanelArea): Refusal<PermissionRule> | undefined {
  const forbidden = mayNot(person, permission, placeOfPanel(panel));
  if (forbidden !== undefined) return forbidden;
  const kind = areaKindOf[panel.stage];
  const isTheCommittee = panel.stage === 'confirmation';
  if (isTheCommittee !== (person.role === 'committee-secretary'))
    return refuse('role-may-not', `The committee's sittings are its secretary's, and no other panel's. Nothing was recorded.`);
  if (kind === person.area.kind) return undefined;
  return refuse('outside-area', `A ${panel.stage} panel is recorded by those who hold their role over its own ${kind}.`);
}

/** Whether a person may read of a panel: its papers hold the drafts of its whole area, so theirs must take all of it in. */
export function mayReadPanel(person: Person, panel: PanelArea): boolean {
  if (mayNot(person, 'panel.read', placeOfPanel(panel)) !== undefined) return false;
  return person.role !== 'committee-secretary' || panel.stage === 'confirmation';
}
