import type { BusinessDate } from '#kernel/business-date.js';
import { derivedId } from '#kernel/ids.js';
import { isRefusal } from '#kernel/refusal.js';
import type { Broken, CommandBase, Decision } from './command.js';
import { isComputed, itemInForce, itemsJudged } from './items-in-force.js';
import { firstBroken } from './refusals.js';
import { theRecordIsKnown, theRecordStands } from './rules-on-records.js';
import { somethingIsShared, theItemIsRated, theWindowIsNotOverYet } from './rules-on-sharing.js';
import {
  eachItemIsNamedOnce,
  liveFor,
  nothingMaterialIsNew,
  theDateIsReal,
  theItemIsInTheFramework,
  theItemIsRatedByHand,
  theJudgedRevisionIsKnown,
} from './rules.js';
import type { Assessment, LiveAssessment } from './state.js';

/** Shares a draft with the organisation, as it stands at the revision before the person, with a window to comment in. */
export interface ShareDraft extends CommandBase {
  readonly type: 'share-draft';
  /** The items shared; every rated one, and what follows from them, when left out and no notes are named. */
  readonly items?: readonly string[] | undefined;
  /** Meetings and calls whose notes are shared with them. */
  readonly records?: readonly string[] | undefined;
  /** Today when left out. */
  readonly opensOn?: BusinessDate | undefined;
  /** The last day of the window, worked out from the working days outside the core. */
  readonly closesOn: BusinessDate;
}

export function shareDraft(command: ShareDraft, state: Assessment): Decision {
  const live = liveFor('share-draft', state);
  if (isRefusal(live)) return live;
  const sharing = derivedId(command.commandId, 'sharing');
  if (live.sharings.some((each) => each.sharing === sharing)) return [];
  const { judged = -1n, today, opensOn = today, closesOn } = command;
  const records = [...new Set(command.records)];
  const items = command.items ?? (records.length > 0 ? [] : itemsToShare(live));
  return (
    theJudgedRevisionIsKnown(live, command.judged) ??
    nothingMaterialIsNew(live, judged) ??
    theDateIsReal(opensOn, '/opensOn') ??
    theWindowIsNotOverYet(closesOn, today) ??
    whatIsSharedIsSound(live, items, records) ?? [
      { type: 'SharedWithOrganisation', data: { sharing, revision: String(judged), items, records, opensOn, closesOn } },
    ]
  );
}

/** Every item rated by hand, and those that follow from them by a rule; nothing while nothing is rated. */
function itemsToShare({ terms, ratings }: LiveAssessment): readonly string[] {
  if (ratings.size === 0) return [];
  return itemsJudged(terms)
    .filter((item) => ratings.has(item.id) || isComputed(terms, item))
    .map(({ id }) => id);
}

const whatIsSharedIsSound = (state: LiveAssessment, items: readonly string[], records: readonly string[]): Broken =>
  somethingIsShared(items, records) ??
  theItemsAreSound(state, items) ??
  firstBroken(records, (id, index) => theNotesAreKnown(state, id, `/records/${String(index)}`));

function theItemsAreSound(state: LiveAssessment, items: readonly string[]): Broken {
  const pointer = (index: number): string => `/items/${String(index)}`;
  return (
    eachItemIsNamedOnce(items, pointer) ?? firstBroken(items, (item, index) => theItemMayBeShared(state, item, pointer(index)))
  );
}

function theItemMayBeShared(state: LiveAssessment, id: string, pointer: string): Broken {
  const item = itemInForce(state.terms, id);
  if (item === undefined) return theItemIsInTheFramework(state.terms, id, pointer);
  return (item.given ? theItemIsRatedByHand(state.terms, item, pointer) : undefined) ?? theItemIsRated(state, id, pointer);
}

function theNotesAreKnown(state: LiveAssessment, id: string, pointer: string): Broken {
  const record = state.records.get(id);
  return theRecordIsKnown(record, id, pointer, ['meeting', 'call']) ?? (record && theRecordStands(record));
}
