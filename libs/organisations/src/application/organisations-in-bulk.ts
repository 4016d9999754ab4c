import type { BulkColumn, BulkEntryKind, BulkRow, BulkSender, RowOutcome, RowToApply, RowVerdict } from '#bulk-entry/contract.js';
import { isRefusal, refuse } from '#kernel/refusal.js';
import { originOf } from '#platform/decisions/command-identity.js';
import { inTurns } from '#platform/decisions/in-turns.js';
import type { EventStore } from '#platform/event-store/port.js';
import { rowsByStream } from '#platform/files/import-streams.js';
import { type FileListing, listingsOf } from '../core/ods-files/listings.js';
import { ownListColumns, parseOwnList } from '../core/ods-files/own-list.js';
import type { FileFault, OwnListRow } from '../core/ods-files/source-file.js';
import { organisationDecider } from '../core/organisation/decider.js';
import { type OrganisationEvent, organisationStream } from '../core/organisation/events.js';
import { organisationKinds } from '../core/organisation/kinds.js';
import { type OrganisationDecisions, organisationDecisions } from './organisation-decisions.js';

type ColumnName = (typeof ownListColumns)[number];

const DESCRIBED: Readonly<Record<ColumnName, Omit<BulkColumn, 'name'>>> = {
  code: { describes: 'the ODS code', example: '11J', needed: true },
  kind: { describes: `one of ${organisationKinds.join(', ')}`, example: 'ccg', needed: true },
  name: { describes: 'its name in these days', example: 'NHS Dorset CCG', needed: true },
  ons_code: { describes: 'the code of the Office for National Statistics', example: 'E38000045', needed: false },
  office: { describes: 'the ODS code of the local office it stood under', example: 'Q70', needed: false },
  region: { describes: 'the ODS code of the region it stood under', example: 'Y57', needed: false },
  from: { describes: 'the first day on which name, office and region were so, YYYY-MM-DD', example: '2013-04-01', needed: true },
  until: { describes: 'the last such day, where it is known', example: '2018-03-31', needed: false },
  opened: { describes: 'the first day of the organisation', example: '2013-04-01', needed: false },
  closed: { describes: 'its last day', example: '2022-06-30', needed: false },
  successor: { describes: 'the ODS code of what it merged into', example: '', needed: false },
  succeeded_on: { describes: 'the first day of the merged organisation', example: '', needed: false },
  derived: {
    describes: 'which of the dates were derived and not given by a source, by their columns',
    example: '',
    needed: false,
  },
  example: { describes: 'yes for what is made up', example: '', needed: false },
};

/** What other files would have to tell is in these rows themselves. */
const NOTHING_ELSE = { openings: new Map<string, string>(), odsCodes: new Map<string, string>() };
const AT_A_TIME = 32;

/** Organisations with their names, places and mergers, a row for each stretch of days without a change. */
export class OrganisationsInBulk implements BulkEntryKind {
  readonly kind = 'organisations';
  readonly title = 'Organisations';
  readonly explains =
    'Administrators register organisations and what became of them: a row for each stretch of days in which name, office and region were the same. What is known already changes nothing.';
  readonly permission = 'import.run';
  readonly columns = ownListColumns.map((name) => ({ name, ...DESCRIBED[name] }));

  private readonly decisions: OrganisationDecisions;

  constructor(store: EventStore) {
    this.decisions = organisationDecisions(store);
  }

  readonly partOf = ({ cells }: BulkRow): string => cells['code'] ?? '';

  async examine(rows: readonly BulkRow[], { file }: BulkSender): Promise<readonly RowVerdict[]> {
    const parts = [...rowsByStream(rows, this.partOf).values()];
    const verdicts = await inTurns(parts, AT_A_TIME, (part) => this.#verdictsOn(part, file));
    const byLine = new Map(parts.flatMap((part, index) => part.map(({ line }, at) => [line, verdicts[index]?.[at]] as const)));
    return rows.map(({ line }) => byLine.get(line) ?? wrong({ rule: 'row-not-valid', detail: 'was not examined' }));
  }

  async apply(rows: readonly RowToApply[], by: BulkSender): Promise<readonly RowOutcome[]> {
    const [first] = rows;
    const told = listingOf(rows, by.file);
    if (first === undefined || !('listing' in told))
      return rows.map(({ line }) => ({
        line,
        outcome: 'refused',
        rule: 'row-not-valid',
        detail: 'The row is not valid any more.',
      }));
    const { listing } = told;
    const stream = organisationStream(listing.code);
    const { person, correlationId } = by;
    const identity = { actor: person.id, role: person.role, stream, correlationId };
    const origin = originOf({ ...identity, request: { ...listing }, idempotencyKey: first.key });
    const outcome = await this.decisions.run(stream, listing, origin);
    return rows.map(({ line }) =>
      isRefusal(outcome)
        ? { line, outcome: 'refused', rule: outcome.rule, detail: outcome.detail }
        : { line, outcome: outcome.events.length === 0 ? 'unchanged' : 'applied' },
    );
  }

  async #verdictsOn(part: readonly BulkRow[], file: string): Promise<readonly RowVerdict[]> {
    const told = listingOf(part, file);
    if ('faults' in told) {
      const whole = wrong({ rule: 'row-not-valid', detail: 'another row of this organisation is wrong' });
      return part.map(({ line }) => {
        const fault = told.faults.find((one) => one.line === line);
        return fault === undefined ? whole : wrong(fault);
      });
    }
    const { state } = await this.decisions.current(organisationStream(told.listing.code));
    const decided = organisationDecider.decide(told.listing, state);
    if (isRefusal(decided)) return part.map(() => wrong(refuse(decided.rule, decided.detail)));
    const says = decided.length === 0 ? 'Known already' : saysOf(decided);
    return part.map(() => ({ verdict: decided.length === 0 ? 'unchanged' : 'new', says }));
  }
}

const wrong = ({ rule, detail }: Pick<FileFault, 'rule' | 'detail'>): RowVerdict => ({ verdict: 'refused', rule, detail });

/** What the rows of one organisation tell of it, in one piece; or what is wrong with them. */
function listingOf(rows: readonly BulkRow[], file: string): FileListing | { readonly faults: readonly FileFault[] } {
  const fields = rows.map(({ line, cells }) => ({ line, fields: ownListColumns.map((name) => cells[name] ?? '') }));
  const parsing = parseOwnList(fields);
  if ('faults' in parsing) return parsing;
  const read = parsing.file as { readonly layout: 'own-list'; readonly rows: readonly OwnListRow[] };
  const told = listingsOf(read, file.slice(0, 200), NOTHING_ELSE);
  if ('faults' in told) return told;
  const [listing] = told.listings;
  return listing ?? { faults: [{ rule: 'file-is-empty', detail: 'there are no rows' }] };
}

const WORDS: Readonly<Record<OrganisationEvent['type'], string>> = {
  OrganisationRegistered: 'registered',
  OrganisationOpened: 'its opening recorded',
  OrganisationRenamed: 'its name recorded',
  OrganisationKindChanged: 'its kind changed',
  OnsCodeRecorded: 'its ONS code recorded',
  OrganisationPlaced: 'its place recorded',
  OrganisationMerged: 'its merger recorded',
  OrganisationClosed: 'its closing recorded',
};

const saysOf = (events: readonly OrganisationEvent[]): string => [...new Set(events.map(({ type }) => WORDS[type]))].join(', ');

/** The injection token of what can be entered of organisations in bulk, a list. */
export const ORGANISATION_BULK_KINDS = Symbol('OrganisationBulkKinds');
