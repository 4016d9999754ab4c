import type { BusinessDate } from '#kernel/business-date.js';
import { organisationKind } from '../organisation/kinds.js';
import type { DatedBy, ListedPlace, RecordListing } from '../organisation/listing.js';
import { latestOf } from '../organisation/timeline.js';
import type { Knowledge } from './knowledge.js';
import type { CrosswalkRow, FileFault, MembershipRow, OdsBody, OwnListRow, ParsedFile } from './source-file.js';

/** What a file tells of one organisation, and the line it stands in. */
export interface FileListing {
  readonly line: number;
  readonly listing: RecordListing;
}

/** What a file tells, organisation by organisation; or why it cannot be understood. */
export type Listings = { readonly listings: readonly FileListing[] } | { readonly faults: readonly FileFault[] };

/** CCGs were established on 1 April 2013 (NHS Act 2006 as amended by the Health and Social Care Act 2012). */
const CCGS_ESTABLISHED = '2013-04-01';
/** ICBs took over from CCGs on 1 July 2022 (Health and Care Act 2022). */
const ICBS_ESTABLISHED = '2022-07-01';

const derived = (on: BusinessDate): DatedBy => ({ on, dateIs: 'derived' });
const given = (on: BusinessDate): DatedBy => ({ on, dateIs: 'given' });

/** Turns a file into what is to be recorded of each organisation in it. `source` names the file in the record. */
export function listingsOf(file: ParsedFile, source: string, known: Knowledge): Listings {
  switch (file.layout) {
    case 'ods-27-fields':
      return { listings: file.bodies.map((body) => ({ line: body.line, listing: ofOdsBody(body, file.on, source, known) })) };
    case 'ccg-codes':
      return { listings: file.rows.map((row) => ofCcgCode(row, file.on, source)) };
    case 'area-teams':
      return { listings: file.rows.map((row) => ofCrosswalk(row, 'local-office', file.on, source)) };
    case 'icb-codes':
      return { listings: file.rows.map((row) => ofIcbCode(row, file.on, source)) };
    case 'ccg-at-region':
      return ofMemberships(file.rows, file.on, source, known);
    case 'own-list':
      return { listings: ofOwnList(file.rows, source) };
  }
}

function ofOdsBody(body: OdsBody, on: BusinessDate, source: string, known: Knowledge): RecordListing {
  const { code, kind, openedOn, closedOn } = body;
  const seen = seenOn(body, on, known);
  return {
    type: 'RecordListing',
    code,
    kind,
    kindSeen: derived(kind === 'sub-icb-location' ? ICBS_ESTABLISHED : seen),
    source,
    names: [{ name: body.name, ...derived(seen) }],
    places: placeOf(body, seen, known),
    onsCodes: [],
    ...(openedOn === undefined ? {} : { opened: given(openedOn) }),
    ...(closedOn === undefined ? {} : { closed: given(closedOn) }),
  };
}

/** The parents a row names, and the opening of each where it is known. */
function parentsOf({ kind, office, region }: OdsBody, { openings }: Knowledge) {
  const place = { office: kind !== 'local-office' && /^Q\d{2}$/u.test(office ?? '') ? office : undefined, region };
  const codes = [place.office, place.region].filter((code) => code !== undefined);
  return { place, openings: codes.map((code) => openings.get(code)) };
}

/**
 * The day on which a snapshot surely saw what a row says: not before the organisation and the parents it names were
 * open, and not after its own last day, for a snapshot also lists what closed before it was made.
 */
function seenOn(body: OdsBody, on: BusinessDate, known: Knowledge): BusinessDate {
  const seen = latestOf(on, body.openedOn, ...parentsOf(body, known).openings) ?? on;
  return body.closedOn !== undefined && body.closedOn < seen ? body.closedOn : seen;
}

/**
 * A snapshot says where an organisation stands, not since when. It cannot have stood there before it, its local office
 * and its region were all open, and in England's reorganisations it moved on the day the new office opened: so the move
 * is dated by the latest of those openings. Where one is not known, it is dated by the day on which the snapshot saw it.
 */
function placeOf(body: OdsBody, seen: BusinessDate, known: Knowledge): readonly ListedPlace[] {
  const { place, openings } = parentsOf(body, known);
  if (openings.length === 0) return [];
  const opened = openings.includes(undefined) ? undefined : latestOf(body.openedOn, ...openings);
  return [{ ...place, ...derived(opened === undefined || opened > seen ? seen : opened), seenOn: seen }];
}

function ofCrosswalk(row: CrosswalkRow, kind: RecordListing['kind'], on: BusinessDate, source: string): FileListing {
  const { line, code, name, onsCode } = row;
  return {
    line,
    listing: {
      type: 'RecordListing',
      code,
      kind,
      kindSeen: given(on),
      source,
      names: [{ name, ...given(on) }],
      places: [],
      onsCodes: [{ onsCode, ...given(on) }],
    },
  };
}

function ofCcgCode(row: CrosswalkRow, on: BusinessDate, source: string): FileListing {
  const { line, listing } = ofCrosswalk(row, 'ccg', on, source);
  return { line, listing: on === CCGS_ESTABLISHED ? { ...listing, opened: derived(CCGS_ESTABLISHED) } : listing };
}

function ofIcbCode(row: CrosswalkRow, on: BusinessDate, source: string): FileListing {
  const { line, listing } = ofCrosswalk(row, 'icb', on, source);
  return { line, listing: { ...listing, opened: derived(ICBS_ESTABLISHED) } };
}

function ofMemberships(rows: readonly MembershipRow[], on: BusinessDate, source: string, known: Knowledge): Listings {
  const faults: FileFault[] = [];
  const listings = rows.flatMap(({ line, ...codes }): FileListing[] => {
    const [ccg, office, region] = [codes.ccg, codes.office, codes.region].map((code) => known.odsCodes.get(code));
    if (ccg === undefined || office === undefined || region === undefined) {
      faults.push({ rule: 'ons-code-has-no-ods-code', detail: missingCrosswalk(codes, known), line });
      return [];
    }
    const places = [{ office, region, ...given(on) }];
    const listing = { code: ccg, kind: 'ccg', kindSeen: given(on), source, names: [], places, onsCodes: [] } as const;
    return [{ line, listing: { type: 'RecordListing', ...listing } }];
  });
  return faults.length > 0 ? { faults } : { listings };
}

function missingCrosswalk(codes: Omit<MembershipRow, 'line'>, known: Knowledge): string {
  const missing = Object.values(codes).filter((code) => !known.odsCodes.has(code));
  return (
    `the ODS code of ${missing.join(', ')} is not known: ` +
    'import the files of CCG codes and of area teams with this one, or before it'
  );
}

function ofOwnList(rows: readonly OwnListRow[], source: string): readonly FileListing[] {
  const byCode = new Map<string, OwnListRow[]>();
  for (const row of rows) byCode.set(row.code, [...(byCode.get(row.code) ?? []), row]);
  return [...byCode.values()].flatMap((stretches) => {
    const [first] = stretches;
    return first === undefined ? [] : [{ line: first.line, listing: ofStretches(first, stretches, source) }];
  });
}

function ofStretches(first: OwnListRow, stretches: readonly OwnListRow[], source: string): RecordListing {
  const dated = (row: OwnListRow, column: string, on: BusinessDate): DatedBy =>
    row.derived.includes(column) ? derived(on) : given(on);
  const { openedOn, closedOn, successor, succeededOn } = first;
  return {
    type: 'RecordListing',
    code: first.code,
    kind: organisationKind.parse(first.kind),
    kindSeen: dated(first, 'from', first.from),
    source,
    ...(first.example ? { example: true } : {}),
    names: stretches.map((row) => ({ name: row.name, ...dated(row, 'from', row.from) })),
    places: stretches.flatMap((row) =>
      row.office === undefined && row.region === undefined
        ? []
        : [{ office: row.office, region: row.region, ...dated(row, 'from', row.from) }],
    ),
    onsCodes: stretches.flatMap((row) =>
      row.onsCode === undefined ? [] : [{ onsCode: row.onsCode, ...dated(row, 'from', row.from) }],
    ),
    ...(openedOn === undefined ? {} : { opened: dated(first, 'opened', openedOn) }),
    ...(closedOn === undefined ? {} : { closed: dated(first, 'closed', closedOn) }),
    ...(successor === undefined || succeededOn === undefined
      ? {}
      : { merged: { into: successor, ...dated(first, 'succeeded_on', succeededOn) } }),
  };
}
