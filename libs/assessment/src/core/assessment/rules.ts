import { type BusinessDate, isRealDate } from '#kernel/business-date.js';
import type { Refusal } from '#kernel/refusal.js';
import type { Broken } from './command.js';
import { type FrameworkTerms, type ItemInForce, NOT_APPLICABLE, type Stage } from './framework-terms.js';
import { isComputed, itemInForce, itemsRatedByHand } from './items-in-force.js';
import { atField, broken, firstBroken } from './refusals.js';
import { type AssessmentRule, assessmentRules } from './rule-book.js';
import { newMaterialSince } from './seen-and-unseen.js';
import { statusTable } from './stages.js';
import { type Assessment, type AssessmentCase, isLive, type JudgingStage, type LiveAssessment } from './state.js';

/*
 * One function per rule, named after it; its sentence and its source stand beside it in `rule-book.ts`. Each gives the
 * refusal, or undefined when the rule is kept.
 */

const WHAT_STANDS: Readonly<Record<Assessment['status'], string>> = {
  'not-opened': 'This assessment was never opened. Open it first.',
  open: 'The assessment is open.',
  'in-moderation': 'The assessment is in moderation.',
  moderated: 'Every stage of moderation has decided.',
  confirmed: 'The committee has confirmed the ratings.',
  published: 'The ratings are published.',
  withdrawn: 'The assessment was withdrawn. Open it again to work on it.',
  transcribed: 'This assessment was copied from published sources. Live work on it is not possible.',
};

/** What the status allows: the typed table in `stages.ts` (design of the assessment, "States"). */
export function theStatusAllows(command: keyof typeof statusTable, state: Assessment): Broken {
  const cell = statusTable[command][state.status];
  if (cell === 'accepted') return undefined;
  return broken(cell, `${WHAT_STANDS[state.status]} ${assessmentRules[cell].sentence} Nothing was recorded.`, {
    facts: { status: state.status },
  });
}

/** The live assessment a command works on, or the rule that its status breaks (design of the assessment, "States"). */
export function liveFor(command: keyof typeof statusTable, state: Assessment): LiveAssessment | Refusal<AssessmentRule> {
  const refusal = theStatusAllows(command, state);
  if (refusal !== undefined) return refusal;
  return isLive(state) ? state : broken('assessment-was-never-opened', WHAT_STANDS['not-opened']);
}

/** A date names a day that exists (issue 2, item 5). */
export function theDateIsReal(date: BusinessDate, pointer: string): Broken {
  return isRealDate(date) ? undefined : atField('date-not-real', pointer, `${date} is not a real date written YYYY-MM-DD.`);
}

/** Nothing is recorded as done on a day still to come; it may well lie after the quarter's end (issue 2, item 5). */
export function theDateIsNotInTheFuture(date: BusinessDate, today: BusinessDate, pointer: string): Broken {
  const unreal = theDateIsReal(date, pointer);
  if (unreal !== undefined || date <= today) return unreal;
  return atField('date-in-the-future', pointer, `${date} is still to come: today is ${today}.`);
}

/** Only items of the framework's pack are noted or rated (issue 2, item 5). */
export function theItemIsInTheFramework(terms: FrameworkTerms, item: string, pointer: string): Broken {
  if (itemInForce(terms, item) !== undefined) return undefined;
  const known = terms.items.map((each) => each.id).join(', ');
  return atField(
    'item-not-in-framework',
    pointer,
    `${item} is not an item of ${terms.framework.title} for ${terms.period}. Its items are ${known}.`,
  );
}

/** One request names each item once (issue 2, item 5). */
export function eachItemIsNamedOnce(items: readonly string[], pointer: (index: number) => string): Broken {
  return firstBroken(items, (item, index) =>
    items.indexOf(item) === index ? undefined : atField('item-named-twice', pointer(index), `${item} is named more than once.`),
  );
}

/** What a rule computes is not rated by hand, and what is decided elsewhere is not rated here ("A framework pack"). */
export function theItemIsRatedByHand(terms: FrameworkTerms, item: ItemInForce, pointer: string): Broken {
  if (item.given)
    return atField(
      'given-item-is-not-rated-here',
      pointer,
      `${item.label} is decided elsewhere and only recorded here; it is not rated.`,
    );
  if (!isComputed(terms, item)) return undefined;
  return atField(
    'computed-item-is-not-rated-by-hand',
    pointer,
    `${item.label} follows from the other ratings by a rule of the framework.`,
  );
}

/** A rating is one of its item's scale; not applicable only where allowed and with a reason (issue 2, item 5). */
export function theRatingIsOnTheScale(
  item: ItemInForce,
  given: { rating: string; reason?: string | undefined },
  pointer: string,
): Broken {
  if (given.rating === NOT_APPLICABLE) return notApplicableIsAllowedAndExplained(item, given.reason, pointer);
  const scale = item.scale.ratings.map((rating) => rating.id);
  if (scale.includes(given.rating)) return undefined;
  return atField(
    'rating-not-on-scale',
    `${pointer}/rating`,
    `${given.rating} is not a rating of ${item.id}. Choose one of ${scale.join(', ')}.`,
  );
}

function notApplicableIsAllowedAndExplained(item: ItemInForce, reason: string | undefined, pointer: string): Broken {
  if (!item.notApplicable)
    return atField('not-applicable-not-allowed', `${pointer}/rating`, `The framework does not let ${item.id} be not applicable.`);
  if (reason !== undefined) return undefined;
  return atField('not-applicable-needs-a-reason', `${pointer}/reason`, `Say why ${item.id} is not applicable.`);
}

/** A change of a rating needs a reason (issue 2, item 5). */
export function aChangeHasAReason(item: string, reason: string | undefined, pointer: string): Broken {
  return reason === undefined
    ? atField('change-needs-a-reason', `${pointer}/reason`, `Say why the rating of ${item} changes.`)
    : undefined;
}

/** In a returned round only the items the return named are rated again ("States"). */
export function theItemMayBeRatedThisRound(state: AssessmentCase, item: string, pointer: string): Broken {
  if (state.reopened === 'all' || state.reopened.has(item)) return undefined;
  const named = [...state.reopened].join(', ');
  return atField('item-not-reopened', pointer, `${item} stands as it was: round ${String(state.round)} reopened only ${named}.`);
}

/** Submission needs every item rated (issue 2, item 5). */
export function everyItemIsRated(state: AssessmentCase): Broken {
  const missing = itemsRatedByHand(state.terms).filter((item) => !state.ratings.has(item.id));
  if (missing.length === 0) return undefined;
  const named = missing.map((item) => item.id);
  return broken('not-every-item-rated', `Nothing was submitted. Rate ${named.join(', ')} first.`, { facts: { missing: named } });
}

/** Submission needs a checkpoint meeting, or the reason why none was held (issue 2, item 5). */
export function aCheckpointWasHeldOrAccountedFor(state: AssessmentCase): Broken {
  if (aMeetingStands(state) || state.checkpoint.notHeld !== undefined) return undefined;
  return broken('no-checkpoint-meeting', 'Nothing was submitted. Record the checkpoint meeting, or why none was held, first.');
}

/** No reason for holding no checkpoint is recorded where one was held ("Events"). */
export function noCheckpointWasHeld(state: AssessmentCase): Broken {
  if (!aMeetingStands(state)) return undefined;
  return broken('checkpoint-was-held', 'A checkpoint meeting is recorded already. Withdraw that record first if it is wrong.');
}

const aMeetingStands = (state: AssessmentCase): boolean =>
  state.records.values().some((record) => record.kind === 'meeting' && record.withdrawn === undefined);

/** A decision names at least one person who decided ("Stages, as a typed table"). */
export function somebodyDecided(decidedBy: readonly string[]): Broken {
  if (decidedBy.length > 0) return undefined;
  return atField(
    'person-who-decided-is-missing',
    '/decidedBy',
    'Name at least one person who decided, or leave decidedBy out if it was you.',
  );
}

/** Whoever proposed a rating or decided at one stage decides at no other, in any round ("Stages, as a typed table"). */
export function noJudgeJudgesTwice(state: AssessmentCase, stage: JudgingStage, people: readonly string[]): Broken {
  return firstBroken(people, (person) => {
    const first = state.judges.get(person);
    if (first === undefined || first === stage) return undefined;
    const deed = first === 'assessor' ? 'proposed or submitted ratings' : `decided at the ${first} stage`;
    const detail = `${person} ${deed} of this assessment, so somebody else must decide here. Nothing was recorded.`;
    return broken('four-eyes', detail, { facts: { person, judgedAt: first } });
  });
}

/** Stages judge in their order, only those of the framework (issue 2, item 5). */
export function theStageIsDue(state: AssessmentCase, stage: Stage): Broken {
  if (!state.terms.stages.includes(stage))
    return broken('stage-not-in-framework', `${state.terms.framework.title} has no ${stage} stage for ${state.terms.period}.`);
  if (state.stageDue === stage) return undefined;
  const due = state.stageDue === undefined ? 'no stage is due' : `the ${state.stageDue} stage is due`;
  return broken('stage-out-of-order', `The ${stage} stage cannot decide now: ${due}. Nothing was recorded.`, {
    facts: { stageDue: state.stageDue ?? null },
  });
}

/** A stage is left out only where the framework allows it ("Stages, as a typed table"). */
export function theStageMayBeSkipped(terms: FrameworkTerms, stage: Stage): Broken {
  if (terms.mayBeSkipped.includes(stage)) return undefined;
  return atField('stage-may-not-be-skipped', '/stage', `${terms.framework.title} does not let the ${stage} stage be left out.`);
}

/** A submission is not recalled once a stage has decided in its round ("States"). */
export function noStageHasDecidedThisRound(state: AssessmentCase): Broken {
  const submitted = state.submission?.revision ?? -1n;
  if (!state.ladder.some((entry) => entry.revision > submitted)) return undefined;
  return broken('stage-has-begun', `Moderation has begun: ${state.stageDue ?? 'publication'} is next. Ask for a return instead.`);
}

/** A judgement says which revision it judged, and that revision exists ("Decisions bind to what was judged"). */
export function theJudgedRevisionIsKnown(state: Assessment, judged: bigint | undefined): Broken {
  const facts = { currentRevision: String(state.revision) };
  if (judged === undefined)
    return broken('judged-revision-missing', 'Say in If-Match which revision of the assessment was judged.', { facts });
  if (judged <= state.revision) return undefined;
  return broken('judged-revision-is-unknown', `The assessment has not reached revision ${String(judged)}. Read it again.`, {
    facts,
  });
}

/** The revision judged is at or after the last material change ("Decisions bind to what was judged"). */
export function nothingMaterialIsNew(state: AssessmentCase, judged: bigint): Broken {
  return judged >= state.materialRevision ? undefined : stale(state, newMaterialSince(state, judged));
}

/** For a proposal, only a change of the same item is material ("Decisions bind to what was judged"). */
export function theItemHasNotChanged(state: AssessmentCase, items: readonly string[], judged: bigint): Broken {
  const changed = newMaterialSince(state, judged).filter((entry) => entry.changes.some((item) => items.includes(item)));
  return changed.length === 0 ? undefined : stale(state, changed, items);
}

function stale(
  state: AssessmentCase,
  entries: ReturnType<typeof newMaterialSince>,
  ofItems?: readonly string[],
): Refusal<AssessmentRule> {
  const newSince = entries.flatMap(({ revision, type, items, changes }) => {
    const about = ofItems === undefined ? items : changes.filter((item) => ofItems.includes(item));
    const entry = { revision: String(revision), type };
    return about.length === 0 ? [entry] : about.map((item) => ({ ...entry, item }));
  });
  const detail = 'The assessment has changed since you read it. Nothing was recorded. Read what is new, then decide again.';
  return broken('judged-revision-is-stale', detail, { facts: { currentRevision: String(state.revision), newSince } });
}

/** Changes belong to the outcome changed, named items to the outcome returned ("Decisions bind to what was judged"). */
export function theOutcomeFitsWhatItNames(decision: {
  readonly outcome: 'upheld' | 'changed' | 'returned';
  readonly changes?: readonly unknown[] | undefined;
  readonly items?: readonly unknown[] | undefined;
}): Broken {
  const { outcome, changes = [], items = [] } = decision;
  const [misplaced, names] = outcome === 'changed' ? [items, 'items'] : [changes, 'changes'];
  if (misplaced.length > 0 || (outcome === 'upheld' && items.length > 0))
    return broken(
      'outcome-and-items-disagree',
      `The outcome ${outcome} names no ${misplaced.length > 0 ? names : 'items'}. Nothing was recorded.`,
    );
  if (outcome === 'changed' && changes.length === 0)
    return atField('changes-missing', '/changes', 'Name what the stage changes, with a reason for each item.');
  return undefined;
}

/** A return names at least one item, or all by naming none at all ("States"). */
export function theReturnNamesItems(items: readonly string[]): Broken {
  if (items.length > 0) return undefined;
  return atField('returned-items-missing', '/items', 'Name the items returned, or leave items out to return all of them.');
}

/** A return says why (docs/assessment.md, States). */
export function theReturnSaysWhy(reason: string | undefined): Broken {
  return reason === undefined ? atField('return-needs-a-reason', '/reason', 'Say why the ratings are returned.') : undefined;
}
