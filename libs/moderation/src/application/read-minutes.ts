import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue, type FrameworkForPeriod, NOT_APPLICABLE } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { isRefusal } from '#kernel/refusal.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import type { StreamMoment } from '#platform/decisions/folded-streams.js';
import { panelStream, type TookNoPart } from '../core/panel/events.js';
import { isSitting, type Panel, type Sitting } from '../core/panel/state.js';
import { type SittingDecision, SittingDecisionsQuery } from '../read/sitting-decisions.js';
import { PANEL_DECISIONS, type PanelDecisions } from './panel-decisions.js';
import { panelView, type PanelView } from './panel-view.js';
import { areaOf } from './panels.js';
import { mayReadPanel } from './who-may.js';

/** What a decision made of one item. Ratings are ids with their labels. */
export interface MinutedItem {
  readonly item: string;
  readonly label: string;
  readonly decision: 'upheld' | 'changed' | 'returned' | 'confirmed';
  readonly from: string | null;
  readonly fromLabel: string | null;
  readonly to: string | null;
  readonly toLabel: string | null;
  readonly reason: string | null;
}

/** One decision of the sitting, as its minutes have it. People are ids. */
export interface MinutedDecision {
  readonly assessment: string;
  readonly organisation: string;
  readonly organisationName: string;
  readonly outcome: 'upheld' | 'changed' | 'returned' | 'confirmed';
  readonly decidedOn: string;
  readonly decidedBy: readonly string[];
  readonly tookNoPart: readonly TookNoPart[];
  readonly recordedBy: string;
  readonly recordedAt: string;
  readonly reason: string | null;
  /** The minute of the committee, for its decisions. */
  readonly reference: string | null;
  /** The decision on many at once that it was part of. */
  readonly batch: string | null;
  readonly items: readonly MinutedItem[];
  /** What the rule computed, what was put in its place, and what resulted, in words. */
  readonly headline: { readonly computed: string | null; readonly override: string | null; readonly result: string | null };
  readonly judgedRevision: string;
  /** How many records that were not material came after that revision. */
  readonly recordedSince: number;
  readonly revision: string;
  readonly position: string;
}

/** What a sitting came to: attendance, interests, and each decision with its reasons. */
export interface MinutesView {
  readonly panel: PanelView;
  readonly decisions: readonly MinutedDecision[];
  /** What lay before it and was not decided. */
  readonly undecided: readonly {
    readonly assessment: string;
    readonly organisation: string;
    readonly organisationName: string;
  }[];
  /** Decided at once with others and refused by the assessment's own rules: nothing was recorded there. */
  readonly notApplied: readonly { readonly assessment: string; readonly rule: string; readonly detail: string }[];
}

/** The minutes of a sitting; undefined when it is not there, or not the person's to see. */
export class ReadMinutes extends Query<MinutesView | undefined> {
  constructor(
    readonly person: Person,
    readonly id: string,
    readonly moment: Pick<StreamMoment, 'position'> = {},
  ) {
    super();
  }
}

@QueryHandler(ReadMinutes)
export class ReadMinutesHandler implements IQueryHandler<ReadMinutes> {
  constructor(
    @Inject(PANEL_DECISIONS) private readonly panels: PanelDecisions,
    private readonly decided: SittingDecisionsQuery,
    private readonly organisations: OrganisationDirectory,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
  ) {}

  async execute({ person, id, moment }: ReadMinutes): Promise<MinutesView | undefined> {
    const stream = panelStream(id);
    const folded = await (moment.position === undefined ? this.panels.current(stream) : this.panels.asAt(stream, moment));
    const panel = panelView(id, folded);
    const { state } = folded;
    if (panel === undefined || !isSitting(state) || !mayReadPanel(person, areaOf(state))) return undefined;
    const [decisions, terms] = await Promise.all([
      this.decided.of(id, moment.position),
      this.catalogue.forPeriod(state.framework, state.period),
    ]);
    const names = await this.#namesOf(state, decisions);
    const words = isRefusal(terms) ? undefined : terms;
    return {
      panel,
      decisions: decisions.map((decision) => minuted(decision, names, words)),
      undecided: undecidedIn(state, decisions),
      notApplied: notAppliedIn(state),
    };
  }

  /** The names of the organisations decided on: most are on the papers. */
  async #namesOf({ papers }: Sitting, decisions: readonly SittingDecision[]): Promise<ReadonlyMap<string, string>> {
    const names = new Map(
      [...(papers?.byAssessment.values() ?? [])].map(({ organisation, organisationName }) => [organisation, organisationName]),
    );
    const others = decisions.map(({ assessment }) => organisationOf(assessment)).filter((code) => !names.has(code));
    const found = await Promise.all([...new Set(others)].map((code) => this.organisations.find(code)));
    for (const one of found) if (one !== undefined) names.set(one.code, one.name);
    return names;
  }
}

const organisationOf = (assessment: string): string => assessment.split('.')[0] ?? assessment;

type Words = FrameworkForPeriod | undefined;

function minuted(decision: SittingDecision, names: ReadonlyMap<string, string>, terms: Words): MinutedDecision {
  const { assessment, event, recordedAt, recordedBy, revision, position } = decision;
  const { decidedOn, decidedBy, tookNoPart = [], batch = null, judgedRevision, recordedSince } = event.data;
  const organisation = organisationOf(assessment);
  return {
    ...{ assessment, organisation, organisationName: names.get(organisation) ?? organisation },
    ...{ decidedOn, decidedBy, tookNoPart, batch, judgedRevision, recordedBy, recordedAt, revision, position },
    recordedSince: recordedSince.length,
    ...whatItSays(event, terms),
  };
}

function whatItSays(
  event: SittingDecision['event'],
  terms: Words,
): Pick<MinutedDecision, 'outcome' | 'reason' | 'reference' | 'items' | 'headline'> {
  const none = { computed: null, override: null, result: null };
  switch (event.type) {
    case 'StageDecided': {
      const { outcome, reason = null, items, headline } = event.data;
      const told = items.map((one) => itemOf({ ...one, from: one.before, to: one.after }, terms));
      return { outcome, reason, reference: null, items: told, headline: headlineOf(headline, terms) };
    }
    case 'RatingsConfirmed': {
      const { reference, ratings, headline } = event.data;
      const told = ratings.map(({ item, rating }) => itemOf({ item, decision: 'confirmed', from: rating, to: rating }, terms));
      return { outcome: 'confirmed', reason: null, reference, items: told, headline: headlineOf(headline, terms) };
    }
    case 'ConfirmationReturned': {
      const { reason, reference, items } = event.data;
      const told = items.map((item) => itemOf({ item, decision: 'returned', from: null, to: null }, terms));
      return { outcome: 'returned', reason, reference, items: told, headline: none };
    }
  }
}

function itemOf(
  {
    item,
    decision,
    from,
    to,
    reason = null,
  }: Pick<MinutedItem, 'item' | 'decision' | 'from' | 'to'> & { reason?: string | null | undefined },
  terms: Words,
): MinutedItem {
  const inForce = terms?.items.find(({ id }) => id === item);
  const label = inForce?.shortLabel ?? inForce?.label ?? item;
  return { item, label, decision, from, fromLabel: labelOf(inForce, from), to, toLabel: labelOf(inForce, to), reason };
}

function labelOf(item: FrameworkForPeriod['items'][number] | undefined, rating: string | null): string | null {
  if (rating === null) return null;
  return item?.scale.ratings.find(({ id }) => id === rating)?.label ?? (rating === NOT_APPLICABLE ? 'Not applicable' : rating);
}

function headlineOf(
  { computed, override, result }: { computed: string | null; override: { rating: string } | null; result: string | null },
  terms: Words,
): MinutedDecision['headline'] {
  const item = terms?.items.find(({ kind }) => kind === 'headline');
  const words = (rating: string | null): string | null => labelOf(item, rating);
  return { computed: words(computed), override: words(override?.rating ?? null), result: words(result) };
}

function undecidedIn({ papers }: Panel & Sitting, decisions: readonly SittingDecision[]): MinutesView['undecided'] {
  const decided = new Set(decisions.map(({ assessment }) => assessment));
  return [...(papers?.byAssessment.values() ?? [])]
    .filter(({ assessment }) => !decided.has(assessment))
    .map(({ assessment, organisation, organisationName }) => ({ assessment, organisation, organisationName }));
}

const notAppliedIn = ({ batches }: Sitting): MinutesView['notApplied'] =>
  [...batches.values()].flatMap(({ entries }) =>
    [...entries.values()].flatMap(({ assessment, standing }) =>
      standing.kind === 'not-applied' ? [{ assessment, rule: standing.rule, detail: standing.detail }] : [],
    ),
  );
