import type { AssessmentEvent, AssessmentEventOf } from '../../core/assessment/events.js';
import { asksForAnAnswer } from '../../core/assessment/sharing.js';
import { periodOrder } from '../per-assessment/about.js';
import { itemName } from '../per-assessment/brief-terms.js';
import type { AssessmentFold, Folded } from '../per-assessment/per-assessment-projection.js';
import type { Row } from '#platform/projections/writes.js';

const TABLE = 'sharings_v1';

/** How a sharing ended, other than by the last day of its window. */
export type SharingEnd = 'organisation' | 'office' | 'withdrawal' | 'publication';

/** A sharing as it stands. */
interface SharingKept {
  readonly sharing: string;
  readonly revision: string;
  readonly items: readonly string[];
  readonly records: readonly string[];
  readonly opensOn: string;
  readonly closesOn: string;
  readonly endedBy: SharingEnd | null;
  readonly endedOn: string | null;
  /** The round that the last reopening before it began. */
  readonly reopenedAs: number | undefined;
  readonly comments: number;
  /** The comments that ask for an answer and have none. */
  readonly unanswered: readonly string[];
}

interface SharingsState {
  readonly sharings: SharingsKept;
  /** The round that the last reopening began. */
  readonly reopenedAs: number | undefined;
}

type SharingsKept = Readonly<Record<string, SharingKept>>;

/** One row per sharing, as it stands now: what the organisation may comment on, and what the office has to answer. */
export const sharingsFold: AssessmentFold<SharingsState> = {
  name: 'sharings',
  version: 1,
  tables: [{ name: TABLE, key: ['sharing'] }],
  initialState: { sharings: {}, reopenedAs: undefined },
  step(before, recorded) {
    const { event } = recorded;
    if (event.type === 'Reopened') return { state: { ...before.state, reopenedAs: event.data.round }, writes: [] };
    const changed = changedBy(before.state, event);
    if (changed.length === 0) return { state: before.state, writes: [] };
    const sharings = { ...before.state.sharings, ...Object.fromEntries(changed.map((each) => [each.sharing, each])) };
    return {
      state: { ...before.state, sharings },
      writes: changed.map((each) => {
        const { position } = recorded;
        return { do: 'put', table: TABLE, key: { sharing: each.sharing }, row: () => rowOf(before, each, position) };
      }),
    };
  },
};

type Changed<Type extends AssessmentEvent['type']> = (
  before: SharingsKept,
  data: AssessmentEventOf<Type>['data'],
  reopenedAs: number | undefined,
) => readonly SharingKept[];

/** The sharings whose row an event changes, as they are after it. */
const CHANGED: { readonly [Type in AssessmentEvent['type']]?: Changed<Type> } = {
  SharedWithOrganisation: (_, data, reopenedAs) => [
    { ...data, endedBy: null, endedOn: null, comments: 0, unanswered: [], reopenedAs },
  ],
  SharingClosed: (before, { sharing, closedBy, closedOn }) => amended(before[sharing], { endedBy: closedBy, endedOn: closedOn }),
  OrganisationCommented(before, data) {
    const sharing = before[data.sharing];
    const waiting = asksForAnAnswer(data) ? [data.comment] : [];
    return sharing === undefined
      ? []
      : amended(sharing, { comments: sharing.comments + 1, unanswered: [...sharing.unanswered, ...waiting] });
  },
  CommentAnswered(before, { comment }) {
    const of = Object.values(before).find(({ unanswered }) => unanswered.includes(comment));
    return of === undefined ? [] : amended(of, { unanswered: of.unanswered.filter((each) => each !== comment) });
  },
  AssessmentWithdrawn: (before, { withdrawnOn: endedOn }) =>
    Object.values(before).map((each) => ({ ...each, endedBy: 'withdrawal', endedOn, unanswered: [] })),
  Published: (before, { publishedOn: endedOn, entry }) =>
    Object.values(before)
      .filter(({ endedBy }) => endedBy === null || endedBy === 'organisation')
      .filter(({ reopenedAs = 0 }) => entry === null || entry.round >= reopenedAs)
      .map((each) => ({ ...each, endedBy: 'publication', endedOn })),
  // The place stands in each row.
  AssessmentTransferred: (before) => Object.values(before),
};

function changedBy({ sharings, reopenedAs }: SharingsState, { type, data }: AssessmentEvent): readonly SharingKept[] {
  // The table's type pairs each change with its event's data, which a lookup by union loses.
  const changed = CHANGED[type] as Changed<AssessmentEvent['type']> | undefined;
  return changed?.(sharings, data, reopenedAs) ?? [];
}

const amended = (sharing: SharingKept | undefined, change: Partial<SharingKept>): readonly SharingKept[] =>
  sharing === undefined ? [] : [{ ...sharing, ...change }];

function rowOf({ assessment, about, terms }: Folded<unknown>, kept: SharingKept, position: bigint): Row {
  return {
    assessment,
    organisation: about.organisation,
    organisation_kind: about.organisationKind,
    office: about.office,
    region: about.region,
    period: about.period,
    period_order: periodOrder(about.period),
    organisation_name: about.organisationName,
    framework: terms.framework.id,
    framework_title: terms.framework.title,
    sharing: kept.sharing,
    shared_revision: kept.revision,
    items: kept.items,
    item_labels: kept.items.map((item) => itemName(terms, item)),
    records: kept.records,
    opens_on: kept.opensOn,
    closes_on: kept.closesOn,
    ended_by: kept.endedBy,
    ended_on: kept.endedOn,
    comments: kept.comments,
    unanswered: kept.unanswered.length,
    position: String(position),
  };
}
