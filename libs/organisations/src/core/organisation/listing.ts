import type { BusinessDate } from '#kernel/business-date.js';
import type { OrganisationKind } from './kinds.js';
import type { Place } from './state.js';

/** A day, and whether the source gives it or we derived it. */
export interface DatedBy {
  readonly on: BusinessDate;
  readonly dateIs: 'given' | 'derived';
}

/** A place; where its day is derived, `seenOn` is the day on which the source surely saw the organisation there. */
export type ListedPlace = Place & DatedBy & { readonly seenOn?: BusinessDate };

/** What one source lists of one organisation, in one piece: recorded as a whole or not at all. */
export interface RecordListing {
  readonly type: 'RecordListing';
  readonly code: string;
  readonly kind: OrganisationKind;
  /** The day on which the source saw it as that kind. */
  readonly kindSeen: DatedBy;
  readonly source: string;
  /** Made up for demonstrations. */
  readonly example?: true;
  readonly names: readonly (DatedBy & { readonly name: string })[];
  readonly places: readonly ListedPlace[];
  readonly onsCodes: readonly (DatedBy & { readonly onsCode: string })[];
  readonly opened?: DatedBy;
  readonly closed?: DatedBy;
  readonly merged?: DatedBy & { readonly into: string };
}
