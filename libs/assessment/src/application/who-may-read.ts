import { lies, type Person, roleMay } from '#identity/contract.js';
import { type Assessment } from '../core/assessment/state.js';
import type { Shown } from '../read/visible-drafts.js';
import { placeOf } from './assessments.js';

/** What a committee's secretary may read: everything confirmed or on its way there. */
const ON_ITS_WAY: readonly Assessment['status'][] = ['moderated', 'confirmed', 'published'];

/**
 * Whether a person may see an assessment as it stood: what is published is there for everybody signed in, drafts only for
 * those who work on them in their area.
 */
export function mayRead(person: Person, state: Assessment): boolean {
  const place = placeOf(state);
  if (place === undefined) return false;
  if (state.status === 'transcribed' || state.status === 'published') return roleMay(person, 'organisation.read');
  if (!roleMay(person, 'assessment.read') || !lies(place, person.area)) return false;
  return person.role !== 'committee-secretary' || ON_ITS_WAY.includes(state.status);
}

/** Whose drafts a person sees in lists besides what is public. */
export function shownTo({ role, area }: Person): Shown {
  const judges = role === 'assessor' || role === 'director' || role === 'panel-member' || role === 'auditor';
  if (!judges || area.kind === 'organisation') return 'public';
  return area.kind === 'england' ? 'all' : `${area.kind}:${area.code}`;
}
