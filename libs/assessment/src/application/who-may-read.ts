import { lies, type Person, roleMay } from '#identity/contract.js';
import { type Assessment } from '../core/assessment/state.js';
import { BEFORE_THE_COMMITTEE, type Shown } from '../read/visible-drafts.js';
import { placeOf } from './assessments.js';

/**
 * Whether a person may see an assessment as it stood: what is published is there for everybody signed in, drafts only for
 * those who work on them in their area.
 */
export function mayRead(person: Person, state: Assessment): boolean {
  const place = placeOf(state);
  if (place === undefined) return false;
  if (state.status === 'transcribed' || state.status === 'published') return roleMay(person, 'organisation.read');
  if (!roleMay(person, 'assessment.read') || !lies(place, person.area)) return false;
  return person.role !== 'committee-secretary' || isBeforeTheCommittee(state.status);
}

const isBeforeTheCommittee = (status: Assessment['status']): boolean => BEFORE_THE_COMMITTEE.some((one) => one === status);

/** What a person sees in lists besides what is public: drafts of their area, or what the committee has before it. */
export function shownTo({ role, area }: Person): Shown {
  if (role === 'committee-secretary' && area.kind === 'england') return 'before-the-committee';
  if (role === 'committee-secretary' || !roleMay({ role }, 'assessment.read') || area.kind === 'organisation') return 'public';
  return area.kind === 'england' ? 'all' : `${area.kind}:${area.code}`;
}
