import { createHash } from 'node:crypto';
import type { RatingsToPublish } from '#assessment/contract.js';
import type { AdoptedFramework, FrameworkForPeriod, Scale } from '#frameworks/contract.js';
import { canonicalJson } from '#kernel/canonical-json.js';
import type { OrganisationListItem } from '#organisations/contract.js';
import type { EditionContent, EditionEntry, EditionItem, Omission } from '../core/scorecard/content.js';
import { type EditionKind, type KindOfEdition, kindsOfEdition, type OmissionReason } from '../core/scorecard/kinds.js';
import { lastPublished, standingEdition } from '../core/scorecard/standing.js';
import { nextEdition, type Scorecard } from '../core/scorecard/state.js';

/** An organisation of the period whose ratings are not final: the edition has to omit it. */
export interface NotReady extends Omit<Omission, 'explanation'> {
  /** How its assessment stands; `not-opened` where there is none. */
  readonly status: string;
}

/** What an edition would hold if it were frozen now. */
export interface Draft extends Omit<EditionContent, 'supersedes' | 'omitted'> {
  /** The edition it has to supersede: the one that was published last. */
  readonly supersedes: number | null;
  readonly notReady: readonly NotReady[];
  /** Those whose ratings are judged anew just now: they keep the entry of the edition that stands. */
  readonly carried: readonly string[];
  /** Entries that have no rating of some items: nothing was computed of them. */
  readonly incomplete: readonly { readonly organisation: string; readonly items: readonly string[] }[];
  /** Tells this draft from any other: what freezing it binds to. */
  readonly digest: string;
}

/** The edition a summary is drawn from. */
interface PublishedEdition {
  readonly content: EditionContent;
  readonly sha256: string;
}

/** What a draft is made of. */
export interface DraftParts {
  readonly scorecard: string;
  readonly kind: EditionKind;
  readonly period: string;
  readonly framework: AdoptedFramework;
  readonly terms: FrameworkForPeriod;
  readonly organisationsOn: string;
  readonly organisations: readonly OrganisationListItem[];
  /** One for each organisation, in the same order. */
  readonly assessments: readonly RatingsToPublish[];
  readonly state: Scorecard;
  /** For a kind made of what is published already: the edition of the period's scorecard that stands, if one does. */
  readonly published?: { readonly standing: PublishedEdition | undefined };
  readonly now: string;
}

/** Puts a draft together. Pure: whoever calls it has read everything at one moment. */
export function assembleDraft(parts: DraftParts): Draft {
  const { scorecard, kind, period, framework, organisationsOn, state, now } = parts;
  const items = itemsOf(parts);
  const { takes } = kindsOfEdition[kind];
  const source = parts.published?.standing;
  const found = foundBy[takes](parts);
  // What is summed up, or was given, never keeps an entry that stands no more; what is judged anew does until it is final again.
  const standing = takes === 'judged' ? byOrganisation(standingEdition(state, now)?.content) : new Map<string, EditionEntry>();
  const entries = found.flatMap(({ organisation, entry }) => entry ?? standing.get(organisation.code) ?? []);
  const carried = found.flatMap(({ organisation: { code }, entry }) => (entry === undefined && standing.has(code) ? [code] : []));
  const inIt = new Set(entries.map(({ organisation }) => organisation));
  const { id, version, hash, pack } = framework;
  const draft = {
    ...{ scorecard, kind, period, organisationsOn, items, entries, carried },
    edition: nextEdition(state),
    supersedes: lastPublished(state, now)?.number ?? null,
    framework: { id, version, hash, title: pack.title, issuer: pack.issuer },
    scales: scalesOf(pack.scales, items),
    ...(source && { drawnFrom: { scorecard: source.content.scorecard, edition: source.content.edition, sha256: source.sha256 } }),
    notReady: found.flatMap(({ organisation, ratings }) =>
      inIt.has(organisation.code) ? [] : [notReady(organisation, ratings, takes)],
    ),
  };
  return { ...draft, incomplete: entries.flatMap((entry) => incomplete(entry, items)), digest: digestOf(draft) };
}

interface Found {
  readonly organisation: OrganisationListItem;
  readonly ratings: RatingsToPublish | undefined;
  readonly entry: EditionEntry | undefined;
}

const judged = ({ organisations, assessments }: DraftParts): readonly Found[] =>
  organisations.map((organisation, index) => {
    const ratings = assessments[index];
    return { organisation, ratings, entry: ratings === undefined ? undefined : entryOf(organisation, ratings) };
  });

/** What was given of it, whatever any stage has judged. */
const given = ({ organisations, assessments }: DraftParts): readonly Found[] =>
  organisations.map((organisation, index) => {
    const ratings = assessments[index];
    return { organisation, ratings, entry: ratings === undefined ? undefined : givenEntryOf(organisation, ratings) };
  });

/** As an edition has published it, whatever its assessment has come to since. */
function publishedAlready({ organisations, assessments, published }: DraftParts): readonly Found[] {
  const entries = byOrganisation(published?.standing?.content);
  return organisations.map((organisation, index) => ({
    ...{ organisation, ratings: assessments[index], entry: entries.get(organisation.code) },
  }));
}

const foundBy = { judged, given, published: publishedAlready } as const;

const byOrganisation = (content: EditionContent | undefined): ReadonlyMap<string, EditionEntry> =>
  new Map(content?.entries.map((entry) => [entry.organisation, entry]));

/** The SHA-256, in hexadecimal, of a value's canonical JSON. */
export const digestOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');

const itemsOf = ({ terms, kind }: DraftParts): readonly EditionItem[] =>
  terms.items
    .filter(({ given }) => given === (kindsOfEdition[kind].takes === 'given'))
    .map(({ id, label, shortLabel, kind, scale }) => ({
      ...{ id, label, kind, scale: scale.id },
      ...(shortLabel === undefined ? {} : { shortLabel }),
    }));

/** The scales in use, in the words they are published in. */
const scalesOf = (scales: readonly Scale[], items: readonly EditionItem[]): EditionContent['scales'] =>
  scales
    .filter(({ id }) => items.some(({ scale }) => scale === id))
    .map(({ id, ratings }) => ({
      id,
      ratings: ratings.map(({ id, label, publishedLabel }) => ({ id, label: publishedLabel ?? label })),
    }));

function entryOf(organisation: OrganisationListItem, ratings: RatingsToPublish): EditionEntry | undefined {
  const { assessment, final, frameworkVersion, office, region } = ratings;
  if (final === undefined || frameworkVersion === undefined || office === undefined || region === undefined) return undefined;
  const { round, revision, decidedOn, ratings: judged } = final;
  return {
    ...{ organisation: organisation.code, name: organisation.name, region, office, assessment, frameworkVersion },
    ...{ round, revision: String(revision), decidedOn, ratings: judged },
  };
}

/** The revision and the day are those of what was given last. */
function givenEntryOf(organisation: OrganisationListItem, ratings: RatingsToPublish): EditionEntry | undefined {
  const { assessment, given = [], round = 1, frameworkVersion, office, region } = ratings;
  const last = given.toSorted((one, other) => Number(one.revision - other.revision)).at(-1);
  if (last === undefined || frameworkVersion === undefined || office === undefined || region === undefined) return undefined;
  return {
    ...{ organisation: organisation.code, name: organisation.name, region, office, assessment, frameworkVersion },
    ...{ round, revision: String(last.revision) },
    decidedOn:
      given
        .map(({ givenOn }) => givenOn)
        .toSorted()
        .at(-1) ?? last.givenOn,
    ratings: given.map(({ item, rating, body, role, givenOn }) => ({ item, rating, given: { body, role, givenOn } })),
  };
}

const REASONS: Readonly<Record<string, OmissionReason>> = {
  'not-opened': 'not-assessed',
  withdrawn: 'withdrawn',
  transcribed: 'published-elsewhere',
};

function notReady(
  { code, name, region }: OrganisationListItem,
  ratings: RatingsToPublish | undefined,
  takes: KindOfEdition['takes'],
): NotReady {
  const status = ratings?.status ?? 'not-opened';
  const unpublished = ratings?.final === undefined ? 'not-finished' : 'not-published';
  const unfinished = { judged: 'not-finished', given: 'not-given', published: unpublished } as const;
  return { organisation: code, name, region: region ?? null, status, reason: REASONS[status] ?? unfinished[takes] };
}

function incomplete({ organisation, ratings }: EditionEntry, items: readonly EditionItem[]): Draft['incomplete'] {
  const rated = new Set(ratings.map(({ item }) => item));
  const missing = items.filter(({ id }) => !rated.has(id)).map(({ id }) => id);
  return missing.length === 0 ? [] : [{ organisation, items: missing }];
}

/** Why an organisation is left out, in the words that stand in the edition unless others are given. */
export const explanations: Readonly<Record<Exclude<OmissionReason, 'held-back'>, string>> = {
  'not-assessed': 'It has no assessment of this period on record here.',
  'not-finished': 'Its ratings were not final when this edition was frozen.',
  'not-published': 'Its ratings were not published when this edition was frozen.',
  'not-given': 'Nothing was given of it when this edition was frozen.',
  withdrawn: 'Its assessment was withdrawn.',
  'published-elsewhere': 'Its ratings were published before this record was kept, and stand in their sources.',
};

/** What freezing leaves out, with the words given for it, and what it says of the edition it corrects. */
export interface FreezingWords {
  readonly omitted: ReadonlyMap<string, string | undefined>;
  readonly supersedes: EditionContent['supersedes'];
}

/** The content of the edition a draft becomes, and those left out without a reason although their ratings are final. */
export function contentOf(
  draft: Draft,
  { omitted, supersedes }: FreezingWords,
): { readonly content: EditionContent; readonly unexplained: readonly string[] } {
  const { scorecard, edition, kind, period, framework, organisationsOn, items, scales, drawnFrom } = draft;
  const heldBack = draft.entries.filter(({ organisation }) => omitted.has(organisation));
  const said = draft.notReady.filter(({ organisation }) => omitted.has(organisation));
  const content: EditionContent = {
    ...{ scorecard, edition, kind, period, framework, organisationsOn, supersedes, items, scales },
    ...(drawnFrom && { drawnFrom }),
    entries: draft.entries.filter(({ organisation }) => !omitted.has(organisation)),
    omitted: [
      ...said.map(({ organisation, name, region, reason }) => ({
        ...{ organisation, name, region, reason },
        explanation: omitted.get(organisation) ?? explanations[reason === 'held-back' ? 'not-finished' : reason],
      })),
      ...heldBack.map(({ organisation, name, region }) => ({
        ...{ organisation, name, region, reason: 'held-back' as const },
        explanation: omitted.get(organisation) ?? '',
      })),
      ...outside(draft, omitted),
    ].toSorted((one, other) => (one.organisation < other.organisation ? -1 : 1)),
  };
  const unexplained = heldBack.map(({ organisation }) => organisation).filter((code) => omitted.get(code) === undefined);
  return { content, unexplained };
}

/** Named as omitted, but no organisation of the period: kept, so that the balance names it. */
function outside({ entries, notReady }: Draft, omitted: FreezingWords['omitted']): readonly Omission[] {
  const known = new Set([...entries, ...notReady].map(({ organisation }) => organisation));
  return [...omitted].flatMap(([organisation, explanation = '']) =>
    known.has(organisation)
      ? []
      : [{ organisation, name: organisation, region: null, reason: 'held-back', explanation } as const],
  );
}
