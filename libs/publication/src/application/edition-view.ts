import type { EditionContent, EditionEntry } from '../core/scorecard/content.js';
import type { ScorecardData } from '../core/scorecard/events.js';
import { type Channel, type EditionKind, editionId, kindsOfEdition } from '../core/scorecard/kinds.js';
import type { Sight } from '../core/scorecard/sight.js';
import { type EditionStanding, standingOf } from '../core/scorecard/standing.js';
import type { Edition, EmbargoList, Scorecard } from '../core/scorecard/state.js';
import { digestOf } from './assemble-draft.js';

/** What is said of an edition in a list. */
export interface EditionBrief {
  readonly edition: number;
  readonly standing: EditionStanding;
  /** The instant it became public, or will. */
  readonly publishedAt: string;
  readonly supersededBy: number | null;
}

/** Those who prepare an edition see how far it is. */
export interface EditionInPreparation {
  readonly frozenAt: string;
  readonly frozenBy: string;
  readonly list: EmbargoList;
  readonly notifications: readonly ScorecardData<'EmbargoNotified'>[];
  readonly embargoMoves: readonly ScorecardData<'EmbargoMoved'>[];
  readonly stopped: ScorecardData<'EditionStopped'> | null;
  /** Whether the end of the embargo is recorded; it was public from that end on, whenever it was. */
  readonly publicationRecorded: boolean;
}

/** What a summary was drawn from: an edition of the scorecard, and what has become of it since. */
export interface DrawnFrom extends NonNullable<EditionContent['drawnFrom']> {
  readonly standing: EditionStanding;
  /** The edition that took its place, where one did. */
  readonly supersededBy: number | null;
}

/** An edition as somebody may see it. */
export interface EditionAnswer extends EditionBrief {
  readonly id: string;
  readonly scorecard: string;
  readonly kind: EditionKind;
  readonly title: string;
  readonly period: string;
  readonly framework: EditionContent['framework'];
  readonly organisationsOn: string;
  /** How much of it is shown. */
  readonly shows: Exclude<Sight['of'], 'nothing'>;
  readonly sha256: string;
  /** False where a text was erased since: the content is not, to the letter, what was hashed. */
  readonly hashHolds: boolean;
  readonly channels: readonly Channel[];
  readonly elsewhere: readonly Omit<ScorecardData<'ChannelRecorded'>, 'edition' | 'recordedBy'>[];
  readonly supersedes: EditionContent['supersedes'];
  /** The edition of the scorecard that a summary was drawn from, and how that stands. */
  readonly drawnFrom: DrawnFrom | null;
  readonly withdrawal: { readonly reason: string; readonly withdrawnAt: string } | null;
  readonly counts: { readonly organisations: number; readonly entries: number; readonly omitted: number } | null;
  readonly items: EditionContent['items'];
  readonly scales: EditionContent['scales'];
  /** None where only the notice of its withdrawal is shown. */
  readonly entries: readonly EditionEntry[];
  readonly omitted: EditionContent['omitted'];
  /** For those who prepare it alone. */
  readonly preparation?: EditionInPreparation;
  /** The last revision of the scorecard. */
  readonly revision: string;
}

/** The place of an edition among those of its scorecard, at an instant. */
export function briefOf(
  scorecard: { readonly editions: readonly Pick<Edition, 'number' | 'embargoUntil' | 'stopped' | 'withdrawn'>[] },
  edition: Pick<Edition, 'number' | 'embargoUntil' | 'stopped' | 'withdrawn'>,
  at: string,
): EditionBrief {
  const standing = standingOf(scorecard, edition, at);
  const after = scorecard.editions.find(
    (later) => later.number > edition.number && later.stopped === undefined && later.embargoUntil <= at,
  );
  return {
    edition: edition.number,
    standing,
    publishedAt: edition.embargoUntil,
    supersededBy: standing === 'superseded' ? (after?.number ?? null) : null,
  };
}

const hashes = new WeakMap<EditionContent, string>();

/** The hash of the content as it can be shown now; worked out once for each content kept in memory. */
function hashOf(content: EditionContent): string {
  const known = hashes.get(content) ?? digestOf(content);
  hashes.set(content, known);
  return known;
}

interface Shown {
  readonly scorecard: Scorecard;
  readonly edition: Edition;
  readonly at: string;
  readonly sight: Exclude<Sight, { of: 'nothing' }>;
  readonly prepares: boolean;
  readonly revision: bigint;
}

/** Shapes an edition for somebody who may see it. */
export function editionAnswer(
  { scorecard, edition, at, sight, prepares, revision }: Shown,
  drawnFrom: DrawnFrom | null,
): EditionAnswer {
  const { content, sha256, channels, withdrawn } = edition;
  const { kind, period, framework, organisationsOn, supersedes } = content;
  const isNotice = sight.of === 'notice';
  return {
    ...briefOf(scorecard, edition, at),
    drawnFrom: isNotice ? null : drawnFrom,
    ...{ scorecard: content.scorecard, id: editionId(content.scorecard, edition.number), revision: String(revision) },
    ...{ kind, title: kindsOfEdition[kind].title, period, framework, organisationsOn, supersedes, sha256, channels },
    shows: sight.of,
    hashHolds: hashOf(content) === sha256,
    elsewhere: edition.elsewhere.map(({ channel, organisation, address, publishedOn }) => ({
      ...{ channel, organisation, address, publishedOn },
    })),
    withdrawal: withdrawn === undefined ? null : { reason: withdrawn.reason, withdrawnAt: withdrawn.withdrawnAt },
    counts: sight.of === 'all' ? countsOf(content) : null,
    items: isNotice ? [] : content.items,
    scales: isNotice ? [] : content.scales,
    ...whatIsShown(content, sight),
    ...(prepares && { preparation: inPreparation(edition) }),
  };
}

const countsOf = ({ entries, omitted }: EditionContent) => ({
  organisations: entries.length + omitted.length,
  entries: entries.length,
  omitted: omitted.length,
});

function whatIsShown({ entries, omitted }: EditionContent, sight: Shown['sight']): Pick<EditionAnswer, 'entries' | 'omitted'> {
  if (sight.of === 'all') return { entries, omitted };
  if (sight.of === 'notice') return { entries: [], omitted: [] };
  return { entries: entries.filter(({ organisation }) => organisation === sight.organisation), omitted: [] };
}

const inPreparation = (edition: Edition): EditionInPreparation => ({
  ...{ frozenAt: edition.frozenAt, frozenBy: edition.frozenBy, list: edition.list },
  ...{ notifications: edition.notifications, embargoMoves: edition.embargoMoves, stopped: edition.stopped ?? null },
  publicationRecorded: edition.published !== undefined,
});
