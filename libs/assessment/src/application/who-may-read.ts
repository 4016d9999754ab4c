import type { BusinessDate } from '#kernel/business-date.js';
import { lies, type Person, type Place, roleMay } from '#identity/contract.js';
import { isStillShared } from '../core/assessment/sharing.js';
import { standingPublication } from '../core/assessment/selectors.js';
import { type Assessment, isLive, type LiveAssessment, type Sharing } from '../core/assessment/state.js';
import { BEFORE_THE_COMMITTEE, type Shown } from '../read/visible-drafts.js';

/*
 * The one place that decides who sees what of an assessment. It goes by how things stand now, whatever moment is asked about:
 * time travel changes what is shown, never to whom. Lists ask the read models the same by `shownTo` (docs/assessment.md, Who
 * sees what).
 */

/**
 * How much of an assessment somebody sees: all of it, with its history; as an organisation, what was shared with it; what was
 * published; or nothing, as if it were not there.
 */
export type Sight = 'whole' | 'shared' | 'published' | 'nothing';

/** Where an assessment lies, by what was recorded when it was opened or transferred. */
export function placeOf(state: Assessment): Place | undefined {
  if (state.status === 'not-opened') return undefined;
  return { organisation: state.organisation.code, office: state.office.code, region: state.region.code };
}

/** What a person sees of an assessment, as it stands now. */
export function sightOf(person: Person, state: Assessment, today: BusinessDate): Sight {
  if (seesWhole(person, state)) return 'whole';
  if (!isLive(state)) return 'nothing';
  if (sharedWith(person, state, today).length > 0) return 'shared';
  const isPublished = standingPublication(state) !== undefined && state.status !== 'withdrawn';
  return isPublished && roleMay(person, 'organisation.read') ? 'published' : 'nothing';
}

/** Whether a person sees all of an assessment, with its history and its ladder. */
export const seesWhole = (person: Person, state: Assessment): boolean => {
  const place = placeOf(state);
  return place !== undefined && (isLive(state) ? worksOn(person, state, place) : roleMay(person, 'organisation.read'));
};

function worksOn(person: Person, { status }: LiveAssessment, place: Place): boolean {
  if (!roleMay(person, 'assessment.read') || !lies(place, person.area)) return false;
  return person.role !== 'committee-secretary' || BEFORE_THE_COMMITTEE.some((one) => one === status);
}

/**
 * What an organisation was shown of its draft and may still see: from the day the window opens, until it is published or the
 * office takes it back.
 */
export function sharedWith(person: Person, state: LiveAssessment, today: BusinessDate): readonly Sharing[] {
  const place = placeOf(state);
  if (person.role !== 'organisation' || place === undefined || !lies(place, person.area)) return [];
  return state.sharings.filter(
    (sharing) => isStillShared(sharing) && sharing.opensOn <= today && !isPublishedSince(sharing, state),
  );
}

/** Whether what was shared has been published since, or what it came to; what an earlier round came to is something else. */
const isPublishedSince = ({ revision, round }: Sharing, { publications }: LiveAssessment): boolean =>
  publications.some((publication) => publication.revision > revision && publication.round >= round);

/** What a person sees in lists besides what is public: drafts of their area, what the committee has before it, what was shared. */
export function shownTo({ role, area }: Person): Shown {
  if (role === 'committee-secretary' && area.kind === 'england') return 'before-the-committee';
  if (role === 'organisation' && area.kind === 'organisation') return `organisation:${area.code}`;
  if (role === 'committee-secretary' || !roleMay({ role }, 'assessment.read') || area.kind === 'organisation') return 'public';
  return area.kind === 'england' ? 'all' : `${area.kind}:${area.code}`;
}
