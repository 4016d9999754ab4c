import type { BusinessDate } from '#kernel/business-date.js';
import { given } from '#kernel/given.js';
import { derivedId } from '#kernel/ids.js';
import { isRefusal, type Refusal } from '#kernel/refusal.js';
import { DEFAULT_MARKING } from '../papers/marking.js';
import { atField, broken, type Broken, type CommandBase, type Decision, firstBroken } from './command.js';
import type { PanelData } from './events.js';
import { evolve } from './evolve.js';
import { partsIn } from './quorum.js';
import type { ModerationRule } from './rule-book.js';
import { notBeforeTheSitting, notInTheFuture, sittingIn } from './rules.js';
import type { Scope } from './scope.js';
import { batchBeingApplied, type Panel, type Sitting } from './state.js';

type Entry = PanelData<'BatchDecided'>['entries'][number];

/** One assessment's part of the decision, with what was looked up of it. */
export interface AskedEntry extends Omit<Entry, 'tookNoPart' | 'organisation'> {
  /** Undefined where there is no such assessment. */
  readonly known:
    | {
        readonly organisation: string;
        /** Whether it is of the panel's stage, area, framework and period. */
        readonly covered: boolean;
        /** Who judged it at another stage. */
        readonly judgedBefore: readonly string[];
        /** Whom another sitting of the stage has recused of the organisation. */
        readonly recusedElsewhere?: readonly string[];
        /** Another sitting whose decision on it has yet to be carried out. */
        readonly beingAppliedBy: string | undefined;
      }
    | undefined;
}

/** Decides on many assessments at once. */
export interface DecideBatch extends CommandBase {
  readonly type: 'decide-batch';
  /** Those present when left out; of a committee that keeps its own minutes, the person who records it. */
  readonly decidedBy?: readonly string[] | undefined;
  /** Today when left out. */
  readonly decidedOn?: BusinessDate | undefined;
  readonly reason?: string | undefined;
  /** Of a confirmation: the committee, and its minute. */
  readonly committee?: string | undefined;
  readonly reference?: string | undefined;
  readonly entries: readonly AskedEntry[];
  /** Where no sitting was convened: that of the committee, whose own minutes say who sat. */
  readonly minutedElsewhere?: (Scope & { readonly frameworkTitle: string }) | undefined;
}

export function decideBatch(command: DecideBatch, panel: Panel): Decision {
  const opening = panel.status === 'never-convened' ? minutedElsewhere(command) : [];
  const sitting = sittingIn(['open', 'minuted-elsewhere'], opening.reduce(evolve, panel));
  if (isRefusal(sitting)) return sitting;
  const batch = batchOf(command, sitting);
  return isRefusal(batch) ? batch : [...opening, { type: 'BatchDecided', data: batch }];
}

function minutedElsewhere({ minutedElsewhere: scope, committee, decidedOn, today }: DecideBatch) {
  if (scope === undefined || committee === undefined) return [];
  const { stage, area, framework, frameworkTitle, period } = scope;
  const place = { stage, area, areaName: 'England', framework, frameworkTitle, period, sitsOn: decidedOn ?? today };
  const data = { ...place, committee, members: [], quorum: 0, marking: DEFAULT_MARKING, convenedOn: today };
  return [{ type: 'PanelConvened', data } as const];
}

function batchOf(command: DecideBatch, sitting: Sitting): PanelData<'BatchDecided'> | Refusal<ModerationRule> {
  const { today, decidedOn = today, reason, committee, reference, actor, commandId } = command;
  const decidedBy = [...new Set(command.decidedBy ?? sitting.attendance?.present ?? [actor])];
  const kind = sitting.stage === 'confirmation' ? 'confirmation' : 'decision';
  const refusal =
    notInTheFuture(decidedOn, today, '/decidedOn') ??
    notBeforeTheSitting(decidedOn, sitting.convened.sitsOn, '/decidedOn') ??
    theMinuteIsNamed(kind, command) ??
    theyArePresent(sitting, decidedBy) ??
    firstBroken(command.entries, (entry, index) => theEntryIsSound(entry, index, command, sitting, decidedBy));
  if (refusal !== undefined) return refusal;
  return {
    ...{ batch: derivedId(commandId, 'batch'), kind, decidedBy, recordedBy: actor, decidedOn },
    ...given({ reason, committee, reference }),
    entries: command.entries.map((entry) => entryOf(entry, sitting, decidedBy)),
  };
}

/** A confirmation names the committee and its minute. */
function theMinuteIsNamed(kind: 'decision' | 'confirmation', { committee, reference }: DecideBatch): Broken {
  if (kind === 'decision' || (committee !== undefined && reference !== undefined)) return undefined;
  const field = committee === undefined ? 'committee' : 'reference';
  return atField('minute-is-missing', `/${field}`, 'Name the committee and the minute its decision stands in.');
}

/** Those who decide are present. Of a committee that keeps its own minutes it is not known who was. */
function theyArePresent(sitting: Sitting, decidedBy: readonly string[]): Broken {
  if (sitting.status === 'minuted-elsewhere') return undefined;
  return firstBroken(decidedBy, (person, index) =>
    sitting.attendance?.present.includes(person) === true
      ? undefined
      : atField('decider-not-present', `/decidedBy/${String(index)}`, `${person} is not recorded as present.`),
  );
}

function theEntryIsSound(
  { assessment, outcome, known }: AskedEntry,
  index: number,
  { entries }: DecideBatch,
  sitting: Sitting,
  decidedBy: readonly string[],
): Broken {
  const at = `/entries/${String(index)}`;
  if (entries.findIndex((other) => other.assessment === assessment) !== index)
    return atField('assessment-named-twice', `${at}/assessment`, `${assessment} is named more than once.`);
  if (known?.covered !== true)
    return atField('assessment-outside-the-panel', `${at}/assessment`, `${assessment} is not this panel's to decide on.`);
  if ((outcome === 'confirmed') !== (sitting.stage === 'confirmation') && outcome !== 'returned')
    return atField('outcome-of-another-stage', `${at}/outcome`, `The ${sitting.stage} stage does not say ${outcome}.`);
  return nothingElseIsBeingApplied(assessment, known, at, sitting) ?? enoughTakePart(assessment, known, at, sitting, decidedBy);
}

/** An assessment whose decision is being applied takes no other. */
function nothingElseIsBeingApplied(
  assessment: string,
  { beingAppliedBy }: NonNullable<AskedEntry['known']>,
  at: string,
  sitting: Sitting,
): Broken {
  const own = batchBeingApplied(sitting, assessment);
  if (own === undefined && beingAppliedBy === undefined) return undefined;
  return atField('decision-being-applied', `${at}/assessment`, `A decision on ${assessment} is being applied already.`);
}

/** A decision takes a quorum of those present and not recused. */
function enoughTakePart(
  assessment: string,
  known: NonNullable<AskedEntry['known']>,
  at: string,
  sitting: Sitting,
  decidedBy: readonly string[],
): Broken {
  const { decide } = partsIn(sitting, decidedBy, known);
  if (decide.length >= Math.max(sitting.quorum, 1)) return undefined;
  const detail = `${String(decide.length)} of those who decide take part where ${assessment} is concerned, and the quorum is ${String(sitting.quorum)}.`;
  return broken('too-few-take-part', `${detail} Nothing was recorded.`, {
    errors: [{ pointer: `${at}/assessment`, detail }],
    facts: { assessment, quorum: sitting.quorum, takePart: decide.length },
  });
}

function entryOf({ known, ...entry }: AskedEntry, sitting: Sitting, decidedBy: readonly string[]): Entry {
  const about = known ?? { organisation: '', judgedBefore: [] };
  const there = [...new Set([...decidedBy, ...(sitting.attendance?.present ?? [])])];
  const { assessment, judgedRevision, outcome, changes, items, reason } = entry;
  return {
    ...{ assessment, organisation: about.organisation, judgedRevision, outcome, changes },
    ...given({ items, reason }),
    tookNoPart: partsIn(sitting, there, about).tookNoPart,
  };
}

/** Who decided on one entry: those of the batch who take part there. */
export const decidersOn = (
  batch: Pick<PanelData<'BatchDecided'>, 'decidedBy'>,
  entry: Pick<Entry, 'tookNoPart'>,
): readonly string[] => batch.decidedBy.filter((person) => !entry.tookNoPart.some((apart) => apart.person === person));
