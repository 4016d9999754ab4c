import { isRefusal } from '#kernel/refusal.js';
import type { AssessmentCommand } from './decider.js';
import { STAGES } from './framework-terms.js';
import { stageTable, statusTable, transitions } from './stages.js';
import type { Assessment, AssessmentStatus } from './state.js';
import {
  command,
  confirming,
  decider,
  deciding,
  DORSET,
  meeting,
  MODERATED,
  opening,
  rating,
  READY,
  SOUTH,
  stateAfter,
  story,
  submission,
  SUBMITTED,
  upToDate,
  WESSEX,
  YEAR_MODERATED,
} from './testing/story.js';
import { quarterTerms, versionOf } from './testing/terms.js';
import type { PublishedFact } from './transcribe-rating.js';

const withdrawal = command('wessex-assessor', 'withdraw-assessment', { reason: 'Wrong quarter' });
const fact: PublishedFact = {
  ...{ fact: '00000000-0000-4000-8000-000000000001', item: 'domain-1', rating: 'assured', label: null, publishedOn: null },
  ...{ evidence: 'published', source: 'Annual report' },
};
const transcribing = command('importer', 'transcribe-rating', {
  organisation: DORSET,
  office: WESSEX,
  region: SOUTH,
  terms: quarterTerms,
  facts: [fact],
});
const published = {
  type: 'Published',
  data: { edition: 'e1', publishedAt: '2014-12-01T09:00:00Z', publishedOn: '2014-12-01', channels: [], entry: null },
} as const;

const examples: Readonly<Record<AssessmentStatus, Assessment>> = {
  'not-opened': decider.initialState,
  open: stateAfter(story(...READY)),
  'in-moderation': stateAfter(story(...SUBMITTED)),
  moderated: stateAfter(story(...MODERATED)),
  confirmed: stateAfter(story(...YEAR_MODERATED, confirming())),
  published: stateAfter([...story(...MODERATED), published]),
  withdrawn: stateAfter(story(...READY, withdrawal)),
  transcribed: stateAfter(story(transcribing)),
};
const record = '00000000-0000-4000-8000-000000000009';
const asked: { readonly [Type in AssessmentCommand['type']]: AssessmentCommand } = {
  'open-assessment': opening(),
  'plan-checkpoint': command('a', 'plan-checkpoint', { plannedFor: '2014-12-01' }),
  'record-checkpoint-not-held': command('a', 'record-checkpoint-not-held', { reason: 'x' }),
  'record-checkpoint-meeting': meeting({ notes: 'another' }),
  'record-teleconference': command('a', 'record-teleconference', {
    heldOn: '2014-11-01',
    participants: [],
    updates: [],
    actions: [],
  }),
  'update-action': command('a', 'update-action', { action: record, update: { kind: 'completion' } }),
  'note-action-fell-due': command('a', 'note-action-fell-due', { action: record }),
  'pass-on-action': command('a', 'pass-on-action', { action: record, to: '13T', mergedOn: '2015-04-01' }),
  'attach-evidence': command('a', 'attach-evidence', { title: 'x', reference: 'x', items: [] }),
  'withdraw-evidence': command('a', 'withdraw-evidence', { evidence: record, reason: 'x' }),
  'record-indicator-values': command('a', 'record-indicator-values', { values: [], asked: 'list', scores: [] }),
  'record-given-rating': command('a', 'record-given-rating', {
    ...{ item: 'clinical-area', rating: 'assured', givenOn: '2014-11-01', source: 'Letter' },
    givenBy: { body: 'Panel', role: 'Chair' },
  }),
  'publish-given-rating': command('a', 'publish-given-rating', {
    ...{ givenRating: record, publishedOn: '2014-11-01', publishedIn: 'MyNHS' },
  }),
  'record-given-publication': command('process:editions', 'record-given-publication', {
    ...{ ratings: [], publishedOn: '2014-11-01', publishedIn: 'An edition' },
  }),
  'agree-trajectory': command('a', 'agree-trajectory', {
    ...{ measure: 'A&E', better: 'higher', months: [{ month: '2014-11', planned: '95' }] },
  }),
  'revise-trajectory': command('a', 'revise-trajectory', { trajectory: record, months: [], reason: 'x' }),
  'record-trajectory-values': command('a', 'record-trajectory-values', { trajectory: record, values: [] }),
  'propose-ratings': rating({ 'domain-1': 'not-assured' }, { reason: 'x' }),
  'submit-for-moderation': submission('another-assessor'),
  'recall-submission': command('a', 'recall-submission', {}),
  'decide-stage': deciding('local', { by: 'new-director' }),
  'record-stage-not-held': command('a', 'record-stage-not-held', { stage: 'local', reason: 'x' }),
  'confirm-ratings': confirming({ reference: 'Another minute' }),
  'correct-record': command('a', 'correct-record', { record, fields: [], reason: 'x' }),
  'withdraw-record': command('a', 'withdraw-record', { record, reason: 'x' }),
  'withdraw-assessment': command('a', 'withdraw-assessment', { reason: 'y' }),
  'apply-framework-version': command('a', 'apply-framework-version', {
    version: 9,
    terms: versionOf(quarterTerms, 9),
    reason: 'x',
  }),
  'transfer-assessment': command('a', 'transfer-assessment', { to: { office: WESSEX, region: WESSEX }, reason: 'x' }),
  'share-draft': command('a', 'share-draft', { closesOn: '2014-12-04' }),
  'close-sharing': command('a', 'close-sharing', { sharing: record, by: 'office' }),
  'comment-on-draft': command('a', 'comment-on-draft', { sharing: record, comments: [{ view: 'agrees' }] }),
  'read-back-note': command('a', 'read-back-note', { record, by: 'attendee', view: 'agrees' }),
  'consult-board': command('a', 'consult-board', { board: 'A board', consultedOn: '2014-11-01', view: 'satisfied' }),
  'request-reopening': command('a', 'request-reopening', { reason: 'x' }),
  reopen: command('a', 'reopen', { request: record }),
  'refuse-reopening': command('a', 'refuse-reopening', { request: record, reason: 'x' }),
  'answer-comment': command('a', 'answer-comment', { comment: record, answer: 'x' }),
  'record-publication': command('a', 'record-publication', {
    ...{ edition: 'e2', publishedAt: '2014-12-01T09:00:00.000Z', publishedOn: '2014-12-01', channels: [] },
    entry: { round: 1, revision: '9', ratings: [] },
  }),
  'withdraw-publication': command('a', 'withdraw-publication', { edition: 'e1', because: 'left-out' }),
  'transcribe-rating': transcribing,
  'correct-transcription': command('a', 'correct-transcription', {
    fact: record,
    rating: 'assured',
    label: null,
    publishedOn: null,
    reason: 'x',
  }),
};

const commands = Object.keys(asked) as AssessmentCommand['type'][];
const statuses = Object.keys(examples) as AssessmentStatus[];
const cells = commands.flatMap((type) => statuses.map((status) => [type, status, statusTable[type][status]] as const));
/** The rules that a status can break; every other refusal means that the status let the command through. */
const rulesOfStatus = new Set(cells.map(([, , cell]) => cell).filter((cell) => cell !== 'accepted'));

describe('the table of statuses', () => {
  it('has a row for every command, and an example of every status', () => {
    expect(Object.keys(statusTable).toSorted()).toEqual([...commands].toSorted());
    for (const [status, example] of Object.entries(examples)) expect(example.status).toBe(status);
  });

  it.each(cells)('%s in %s: %s', (type, status, cell) => {
    const state = examples[status];
    const outcome = decider.decide(upToDate(asked[type], state), state);
    const rule = isRefusal(outcome) ? outcome.rule : 'accepted';
    // Which stage is due refuses too, by the same names: a cell that lets it through may still end there.
    const byStageDue = rule === 'stage-out-of-order' || rule === 'assessment-is-finished';
    const refusedByStatus = rulesOfStatus.has(rule as never) && !byStageDue;
    if (cell === 'accepted') expect(refusedByStatus).toBe(false);
    else expect(rule).toBe(cell);
  });
});

describe('the table of stages', () => {
  it('orders the stages as they sit, the assessor first', () => {
    expect(
      Object.entries(stageTable)
        .toSorted(([, a], [, b]) => a.order - b.order)
        .map(([stage]) => stage),
    ).toEqual(['assessor', ...STAGES]);
  });

  it('scopes each to its area', () => {
    expect(Object.values(stageTable).map((entry) => entry.scope)).toEqual(['office', 'office', 'region', 'england', 'england']);
  });

  it('draws transitions only between statuses that exist', () => {
    expect(Object.keys(transitions).toSorted()).toEqual([...statuses].toSorted());
  });
});
