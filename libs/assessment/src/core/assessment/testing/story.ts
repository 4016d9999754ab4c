import { fold } from '#kernel/decider.js';
import { commandIdOf, derivedId } from '#kernel/ids.js';
import { isRefusal } from '#kernel/refusal.js';
import { type AssessmentCommand, type AssessmentCommandOf, assessmentDecider } from '../decider.js';
import type { AssessmentEvent } from '../events.js';
import type { FrameworkTerms } from '../framework-terms.js';
import type { SittingFacts } from '../panel-facts.js';
import { type Assessment, isLive, type LiveAssessment } from '../state.js';
import { computeForTests, quarterTerms, yearTerms } from './terms.js';

export const decider = assessmentDecider(computeForTests);
export const TODAY = '2014-11-20';
export const DORSET = { code: '11J', name: 'NHS Dorset CCG', kind: 'ccg' };
export const WESSEX = { code: 'Q70', name: 'Wessex' };
export const SOUTH = { code: 'Y57', name: 'South of England' };

/** What a command needs besides the common part. */
export type Asked<Type extends AssessmentCommand['type']> = Omit<
  AssessmentCommandOf<Type>,
  'type' | 'actor' | 'commandId' | 'today'
>;

/** A command by a person on TODAY; the same person, name and key are the same command. */
export function command<Type extends AssessmentCommand['type']>(
  actor: string,
  type: Type,
  asked: Asked<Type>,
  key = JSON.stringify(asked, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
): AssessmentCommandOf<Type> {
  const common = { type, actor, commandId: commandIdOf(actor, 'a story', `${type} ${key}`), today: TODAY };
  return { ...common, ...asked } as unknown as AssessmentCommandOf<Type>;
}

export const opening = (terms: FrameworkTerms = quarterTerms) =>
  command('wessex-assessor', 'open-assessment', { organisation: DORSET, office: WESSEX, region: SOUTH, terms });

export const meeting = (asked: Partial<Asked<'record-checkpoint-meeting'>> = {}) =>
  command('wessex-assessor', 'record-checkpoint-meeting', {
    ...{ heldOn: '2014-11-03', attendance: [{ person: 'p-1', role: 'Director' }], discussions: [], actions: [] },
    ...asked,
  });
/** The id of a record that a command mints. */
export const minted = (by: AssessmentCommand, part: string): string => derivedId(by.commandId, part);

export const rating = (
  ratings: Readonly<Record<string, string>>,
  more: Partial<Asked<'propose-ratings'>> & { by?: string; reason?: string } = {},
) => {
  const { by = 'wessex-assessor', reason, ...asked } = more;
  const proposed = Object.entries(ratings).map(([item, value]) => ({ item, rating: value, reason }));
  return command(by, 'propose-ratings', { ratings: proposed, ...asked });
};
export const submission = (by = 'wessex-assessor', submittedOn?: string) => command(by, 'submit-for-moderation', { submittedOn });

type Deciding = Partial<Asked<'decide-stage'>> & { by?: string };
export const deciding = (stage: 'local' | 'regional' | 'national', asked: Deciding = {}) => {
  const { by = { local: 'wessex-director', regional: 'south-panel', national: 'national-panel' }[stage], ...more } = asked;
  return command(by, 'decide-stage', { stage, outcome: 'upheld', ...more });
};
export const confirming = (asked: Partial<Asked<'confirm-ratings'>> = {}) =>
  command('committee-secretary', 'confirm-ratings', {
    ...{ outcome: 'confirmed', committee: 'Commissioning Committee', reference: 'Minute 7', decidedBy: ['committee-chair'] },
    ...asked,
  });

export const sharing = (asked: Partial<Asked<'share-draft'>> = {}) =>
  command('wessex-assessor', 'share-draft', { closesOn: '2014-12-04', ...asked });
/** What a reader at the organisation says of a sharing. */
export const commenting = (shared: AssessmentCommand, ...comments: Asked<'comment-on-draft'>['comments']) =>
  command('dorset-ccg', 'comment-on-draft', { sharing: minted(shared, 'sharing'), comments });
export const answering = (comment: AssessmentCommand, index = 0, answer = 'Thank you') =>
  command('wessex-assessor', 'answer-comment', { comment: minted(comment, `comment-${String(index)}`), answer });
export const closing = (shared: AssessmentCommand, by: 'organisation' | 'office' = 'organisation', reason?: string) =>
  command(by, 'close-sharing', { sharing: minted(shared, 'sharing'), by, reason });

/** What the national secretary says of a version; that of the terms given, or one that was never adopted. */
export const applying = (terms: FrameworkTerms | undefined, asked: Partial<Asked<'apply-framework-version'>> = {}) =>
  command('national-secretary', 'apply-framework-version', {
    ...{ version: terms?.framework.version ?? 9, terms, reason: 'The rule was put right' },
    ...asked,
  });

const JUDGING = [
  'propose-ratings',
  'submit-for-moderation',
  'decide-stage',
  'confirm-ratings',
  'share-draft',
  'apply-framework-version',
];

/** The command as somebody sends it who has just read the assessment, unless it says what it judged. */
export const upToDate = <Command extends AssessmentCommand>(asked: Command, state: Assessment): Command =>
  JUDGING.includes(asked.type) && asked.judged === undefined ? { ...asked, judged: state.revision } : asked;

/** The events of a story in which every command was accepted. */
export function story(...commands: readonly AssessmentCommand[]): readonly AssessmentEvent[] {
  return commands.reduce<readonly AssessmentEvent[]>((history, asked) => {
    const state = stateAfter(history);
    const outcome = decider.decide(upToDate(asked, state), state);
    if (isRefusal(outcome)) throw new Error(`the story stops at ${asked.type}: ${outcome.rule}: ${outcome.detail}`);
    return [...history, ...outcome];
  }, []);
}

export const stateAfter = (history: readonly AssessmentEvent[]): Assessment => fold(decider, history);

/** The state after a story that leads to live work. */
export function liveAfter(...commands: readonly AssessmentCommand[]): LiveAssessment {
  const state = stateAfter(story(...commands));
  if (!isLive(state)) throw new Error(`expected live work, but it is ${state.status}`);
  return state;
}

/** The quarter rated and with its meeting, ready for submission. */
export const READY = [
  opening(),
  meeting(),
  rating({ 'domain-1': 'assured', 'domain-2': 'assured-with-support', 'domain-3': 'assured' }),
] as const;
export const SUBMITTED = [...READY, submission()] as const;
export const MODERATED = [...SUBMITTED, deciding('local'), deciding('regional'), deciding('national')] as const;

/** A sitting of the region that is open, as the command of a decision brings it along. */
export const SITTING: SittingFacts = {
  ...{ id: 'regional.Y57.test-assurance.2014-15-year.2014-11-01', status: 'open', covers: true, sitsOn: '2014-11-01' },
  ...{ present: ['south-chair', 'south-panel'], quorum: 1 },
};

/** The year moderated by every stage, ready for the committee. */
export const YEAR_MODERATED = [
  opening(yearTerms),
  meeting(),
  rating({ 'domain-1': 'assured', headline: 'assured' }),
  submission(),
  deciding('local'),
  deciding('regional', { panel: SITTING.id, panels: { sitting: SITTING, recused: [] } }),
  deciding('national'),
] as const;
