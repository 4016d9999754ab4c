import type { OrganisationKind } from '../core/organisation/kinds.js';

/** An organisation by its code, with the name it bore on the day asked about. */
export interface NamedOrganisation {
  readonly code: string;
  readonly name: string;
}

/** A half-open answer to "when": from the first day to the last day it held; absent means not known, or still so. */
export interface Dated {
  /** First day, `YYYY-MM-DD`; absent when no source gives it. */
  readonly from?: string;
  /** Last day, `YYYY-MM-DD`; absent while it holds. */
  readonly until?: string;
  /** Which of the two no source gives, so that it was derived; absent where each is given. */
  readonly derived?: readonly ('from' | 'until')[];
}

/** A name and when it was borne. */
export interface DatedName extends Dated {
  readonly name: string;
}

/** What a code stood for, and when. */
export interface DatedKind extends Dated {
  readonly kind: OrganisationKind;
}

/** Where an organisation stood: under which local office and region of NHS England. */
export interface DatedPlace extends Dated {
  readonly office?: NamedOrganisation;
  readonly region?: NamedOrganisation;
}

/** The other end of a merger and the day it took effect. */
export interface MergerLink extends NamedOrganisation {
  readonly on: string;
}

/** Which moment a question about organisations is asked for. */
export interface OrganisationMoment {
  /** What was true on that day, `YYYY-MM-DD`. Left out: as each organisation last stood, a CCG at its end. */
  readonly effectiveOn?: string;
  /** What had been recorded up to that position of the log. Left out: everything recorded by now. */
  readonly asAt?: bigint;
}

/** One organisation as a list shows it. */
export interface OrganisationListItem {
  readonly code: string;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly office?: NamedOrganisation;
  readonly region?: NamedOrganisation;
  readonly openedOn?: string;
  readonly closedOn?: string;
  /** The code of the organisation it merged into. */
  readonly successor?: string;
}

/** Everything known about one organisation at a moment. */
export interface OrganisationView extends Omit<OrganisationListItem, 'successor'> {
  readonly onsCode?: string;
  /** Which of `openedOn` and `closedOn` no source gives, so that it was derived. */
  readonly derived?: readonly ('openedOn' | 'closedOn')[];
  /** What it was, oldest first: the code of a CCG may go on as that of a sub-ICB location. */
  readonly kinds: readonly DatedKind[];
  /** Every name it bore, oldest first. */
  readonly names: readonly DatedName[];
  /** Every place it had, oldest first. */
  readonly places: readonly DatedPlace[];
  readonly predecessors: readonly MergerLink[];
  readonly successor?: MergerLink;
}

/** Which organisations to list. Text is matched in names and codes, whatever its case. */
export interface OrganisationListQuestion extends OrganisationMoment {
  readonly kind?: OrganisationKind;
  readonly q?: string;
  /** The code of a region. */
  readonly region?: string;
  /** Continue after this cursor, the `next` of the page before. */
  readonly after?: string;
  /** 1 to 500; 100 when left out. */
  readonly limit?: number;
  /** Also made-up organisations, their office among them. */
  readonly includeExamples?: boolean;
}

/** One page of a list; `next` is there when more follow. */
export interface OrganisationPage {
  readonly items: readonly OrganisationListItem[];
  readonly next?: string;
}

/** The codes of the local office and region an organisation stands under. */
export interface PlaceCodes {
  readonly office?: string;
  readonly region?: string;
}

/**
 * Answers questions about organisations from the read model:
 * - `find` is undefined where no organisation of that code is recorded at that moment; an example is found by its code;
 * - `list` with `effectiveOn` lists the organisations open on that day, less successors that had not taken over yet; without, each as
 *   it last stood under the filters;
 * - `placeOf` is the office and region on a day; empty when not known, undefined for an unknown organisation.
 */
export interface OrganisationQueries {
  find(code: string, moment?: OrganisationMoment): Promise<OrganisationView | undefined>;
  list(question?: OrganisationListQuestion): Promise<OrganisationPage>;
  placeOf(code: string, date: string, asAt?: bigint): Promise<PlaceCodes | undefined>;
}
