import { given } from '#kernel/testing/given-when-then.js';
import type { AssessmentCommand } from './decider.js';
import { isStillShared, organisationsView, unansweredComments, windowOn } from './sharing.js';
import {
  answering,
  type Asked,
  closing,
  command,
  commenting,
  confirming,
  decider,
  deciding,
  liveAfter,
  meeting,
  minted,
  MODERATED,
  opening,
  rating,
  READY,
  sharing,
  story,
  SUBMITTED,
  TODAY,
  YEAR_MODERATED,
} from './testing/story.js';
import { quarterTerms, yearTerms } from './testing/terms.js';

const after = (...commands: readonly AssessmentCommand[]) => given(decider, ...story(...commands));
const SEEN = { judged: BigInt(story(...SUBMITTED).length - 1) };
const held = meeting({ discussions: [{ item: 'domain-1', note: 'Waits are long' }] });
const shared = sharing();
const one = sharing({ items: ['domain-1'] });
const disagreeing = commenting(one, { item: 'domain-1', view: 'disagrees', text: 'June was better' });
const agreeing = commenting(shared, { view: 'agrees' });

describe('sharing a draft', () => {
  it('names the revision, the window and, unless it names others, everything that is rated', () => {
    after(...SUBMITTED)
      .when({ ...shared, ...SEEN })
      .thenEvents({
        type: 'SharedWithOrganisation',
        data: {
          ...{ sharing: minted(shared, 'sharing'), revision: String(SEEN.judged) },
          ...{ items: ['domain-1', 'domain-2', 'domain-3', 'headline'], records: [], opensOn: TODAY, closesOn: '2014-12-04' },
        },
      });
  });

  it('is said once', () => {
    after(...SUBMITTED, shared)
      .when({ ...shared, ...SEEN })
      .thenNothing();
  });

  it('shares notes of meetings alone, before anything is rated', () => {
    const notes = sharing({ records: [minted(held, 'meeting')] });
    const state = liveAfter(READY[0], held, notes);
    expect(state.sharings).toMatchObject([{ items: [], records: [minted(held, 'meeting')] }]);
    after(READY[0])
      .when({ ...notes, judged: 0n })
      .thenRefused('unknown-record');
  });

  it('keeps how the draft stood, whatever comes later', () => {
    const changed = rating({ 'domain-1': 'not-assured' }, { reason: 'Waits' });
    const [kept] = liveAfter(...READY, shared, changed).sharings;
    expect(kept?.draft.ratings.get('domain-1')?.rating).toBe('assured');
  });

  it('is refused where there is nothing to share, or an item has no rating', () => {
    after(READY[0])
      .when({ ...shared, judged: 0n })
      .thenRefused('nothing-to-share');
    after(READY[0], rating({ 'domain-2': 'assured' }))
      .when({ ...one, judged: 1n })
      .thenRefused('item-not-rated');
    after(READY[0])
      .when(sharing({ items: ['nothing'], judged: 0n }))
      .thenRefused('item-not-in-framework');
    after(READY[0])
      .when(sharing({ items: ['clinical-area'], judged: 0n }))
      .thenRefused('given-item-is-not-rated-here');
  });

  it('shares what stands, so a revision before the last material change is refused', () => {
    after(...SUBMITTED)
      .when({ ...shared, judged: 1n })
      .thenRefused('judged-revision-is-stale');
    after(...SUBMITTED)
      .when(shared)
      .thenRefused('judged-revision-missing');
  });

  it('gives a window that has not passed', () => {
    after(...SUBMITTED)
      .when(sharing({ ...SEEN, opensOn: '2014-11-03', closesOn: '2014-11-17' }))
      .thenRefused('window-already-over');
    after(...SUBMITTED)
      .when(sharing({ ...SEEN, opensOn: '2014-11-13', closesOn: '2014-11-27' }))
      .thenDecided((events) => expect(events).toHaveLength(1));
  });

  it('leaves a later decision valid that had not seen it', () => {
    after(...SUBMITTED, shared, closing(shared))
      .when(deciding('local', SEEN))
      .thenDecided(([event]) =>
        expect(event?.data).toMatchObject({
          recordedSince: [{ type: 'SharedWithOrganisation' }, { type: 'SharingClosed' }],
        }),
      );
  });
});

describe('the window', () => {
  const [days] = liveAfter(...SUBMITTED, sharing({ opensOn: '2014-11-24' })).sharings;
  it('is open from its first day to its last', () => {
    if (days === undefined) throw new Error('nothing was shared');
    expect(['2014-11-23', '2014-11-24', '2014-12-04', '2014-12-05'].map((day) => windowOn(days, day))).toEqual([
      'to-come',
      'open',
      'open',
      'over',
    ]);
  });

  it('can be closed early by the organisation, which goes on seeing what was shared', () => {
    const [closed] = liveAfter(...SUBMITTED, shared, closing(shared)).sharings;
    if (closed === undefined) throw new Error('nothing was shared');
    expect([windowOn(closed, TODAY), isStillShared(closed)]).toEqual(['over', true]);
    after(...SUBMITTED, shared, closing(shared))
      .when(closing(shared))
      .thenNothing();
    after(...SUBMITTED, shared, closing(shared, 'office'))
      .when(closing(shared))
      .thenRefused('comment-window-not-open');
  });

  it('ends with what was shared when the office takes it back, also once it is closed', () => {
    const [takenBack] = liveAfter(...SUBMITTED, shared, closing(shared), closing(shared, 'office', 'The wrong items')).sharings;
    expect(takenBack).toMatchObject({ closed: { by: 'office', reason: 'The wrong items' } });
    expect(takenBack && isStillShared(takenBack)).toBe(false);
  });

  it('ends with an assessment that was opened in error', () => {
    const withdrawal = command('wessex-assessor', 'withdraw-assessment', { reason: 'Wrong quarter' });
    const state = liveAfter(...READY, one, disagreeing, withdrawal, READY[0]);
    expect(state.sharings.map(isStillShared)).toEqual([false]);
    expect(unansweredComments(state)).toEqual([]);
  });
});

describe('a comment', () => {
  it('is on what was shared, with the view of the organisation', () => {
    after(...SUBMITTED, one)
      .when(disagreeing)
      .thenEvents({
        type: 'OrganisationCommented',
        data: {
          ...{ comment: minted(disagreeing, 'comment-0'), sharing: minted(one, 'sharing'), item: 'domain-1' },
          ...{ text: 'June was better', view: 'disagrees', commentedOn: TODAY },
        },
      });
    after(...SUBMITTED, one, disagreeing)
      .when(disagreeing)
      .thenNothing();
  });

  it('is refused on what was not shared', () => {
    after(...SUBMITTED)
      .when(disagreeing)
      .thenRefused('unknown-sharing');
    after(...SUBMITTED, one)
      .when(commenting(one, { item: 'domain-2', view: 'agrees' }))
      .thenRefused('item-not-shared');
  });

  it('is refused before the window opens, after its end, and once it is closed', () => {
    const toCome = sharing({ opensOn: '2014-11-24' });
    after(...SUBMITTED, toCome)
      .when(commenting(toCome, { view: 'agrees' }))
      .thenRefused('comment-window-not-open');
    after(...SUBMITTED, shared)
      .when({ ...agreeing, today: '2014-12-05' })
      .thenRefused('comment-window-not-open');
    after(...SUBMITTED, shared, closing(shared))
      .when(agreeing)
      .thenRefused('comment-window-not-open');
  });

  it('has words unless it agrees, and names each item once', () => {
    after(...SUBMITTED, one)
      .when(commenting(one, { item: 'domain-1', view: 'disagrees' }))
      .thenRefused('comment-needs-words');
    after(...SUBMITTED, one)
      .when(commenting(one, { item: 'domain-1', view: 'agrees' }, { item: 'domain-1', view: 'agrees' }))
      .thenRefused('item-named-twice');
  });

  it('makes a decision stale that had not seen it, and so does its answer', () => {
    const heard = [...SUBMITTED, one, disagreeing, closing(one)];
    after(...heard, answering(disagreeing))
      .when(deciding('local', SEEN))
      .thenRefused('judged-revision-is-stale');
    const commented = BigInt(story(...heard).length - 1);
    after(...heard, answering(disagreeing))
      .when(deciding('local', { judged: commented }))
      .thenRefused('judged-revision-is-stale');
  });

  it('is answered, and answered again where the answer was wrong', () => {
    const again = answering(disagreeing, 0, 'We looked at June');
    after(...SUBMITTED, one, disagreeing, answering(disagreeing))
      .when(answering(disagreeing))
      .thenNothing();
    const state = liveAfter(...SUBMITTED, one, disagreeing, answering(disagreeing), again);
    expect(state.comments).toMatchObject([{ text: 'June was better', answer: { answer: 'We looked at June' } }]);
    after(...SUBMITTED, one)
      .when(answering(disagreeing))
      .thenRefused('unknown-comment');
  });
});

describe('evidence of the organisation', () => {
  const evidence = command('dorset-ccg', 'attach-evidence', {
    ...{ by: 'organisation', title: 'Waits in June', reference: 'Paper 12', items: ['domain-1'] },
  });
  it('comes in while the window is open, for the items shared, and says under which sharing', () => {
    after(...SUBMITTED, one)
      .when(evidence)
      .thenDecided(([event]) => expect(event?.data).toMatchObject({ sharing: minted(one, 'sharing') }));
    after(...SUBMITTED, one)
      .when({ ...evidence, items: ['domain-2'] })
      .thenRefused('item-not-shared');
    after(...SUBMITTED, one, closing(one))
      .when(evidence)
      .thenRefused('comment-window-not-open');
  });
});

describe('no stage closes', () => {
  it('while a window is open, or still to come', () => {
    after(...SUBMITTED, shared)
      .when(deciding('local', SEEN))
      .thenRefused('comment-window-is-open');
    after(...SUBMITTED, sharing({ opensOn: '2014-11-24' }))
      .when(deciding('local', { ...SEEN, outcome: 'returned', reason: 'x' }))
      .thenRefused('comment-window-is-open');
    after(...SUBMITTED, shared)
      .when({ ...deciding('local', SEEN), today: '2014-12-05' })
      .thenDecided((events) => expect(events).toHaveLength(1));
  });

  it('while a comment is unanswered; agreement asks for no answer', () => {
    const commented = [...SUBMITTED, one, disagreeing, closing(one)];
    after(...commented)
      .when(deciding('local', { judged: BigInt(story(...commented).length - 1) }))
      .thenRefused('comment-not-answered');
    const agreed = [...SUBMITTED, shared, agreeing, closing(shared)];
    after(...agreed)
      .when(deciding('local', { judged: BigInt(story(...agreed).length - 1) }))
      .thenDecided((events) => expect(events).toHaveLength(1));
  });

  it('nor does the committee decide, nor is a stage left out', () => {
    const judged = BigInt(story(...YEAR_MODERATED).length - 1);
    after(...YEAR_MODERATED, shared)
      .when({ ...confirming(), judged })
      .thenRefused('comment-window-is-open');
    after(...YEAR_MODERATED.slice(0, -1), shared)
      .when(command('national-panel', 'record-stage-not-held', { stage: 'national', reason: 'x' }))
      .thenRefused('comment-window-is-open');
  });

  it('and nothing published is shared any more', () => {
    const at = { publishedAt: '2014-12-01T09:00:00Z', publishedOn: '2014-12-01' };
    const published = { type: 'Published', data: { edition: 'e1', ...at, channels: [], entry: null } } as const;
    given(decider, ...story(...MODERATED), published)
      .when(sharing())
      .thenRefused('draft-is-published');
  });
});

describe("the organisation's view of a rating", () => {
  it('is its last comment on that very rating, else what the assessor recorded', () => {
    const state = liveAfter(...SUBMITTED, one, disagreeing);
    expect(organisationsView(state, 'domain-1')).toMatchObject({ view: 'disagrees', comment: { text: 'June was better' } });
    expect(organisationsView(state, 'domain-2').view).toBe('not-asked');
  });

  it('is no view of a rating that changed after it was shared', () => {
    const changed = rating({ 'domain-1': 'not-assured' }, { reason: 'Waits' });
    expect(organisationsView(liveAfter(...READY, one, changed, disagreeing), 'domain-1').view).toBe('not-asked');
  });

  it('of what a rule computes stands as long as everything it follows from', () => {
    const headline = commenting(shared, { item: 'headline', view: 'agrees' });
    const changed = rating({ 'domain-1': 'not-assured' }, { reason: 'Waits' });
    expect(organisationsView(liveAfter(...READY, shared, headline), 'headline').view).toBe('agrees');
    expect(organisationsView(liveAfter(...READY, shared, headline, changed), 'headline').view).toBe('not-asked');
  });
});

describe('reading a note back', () => {
  const note = meeting({
    discussions: [{ item: 'domain-1', note: 'Waits are long' }],
    attendance: [{ person: 'wessex-director' }],
  });
  const shown = sharing({ records: [minted(note, 'meeting')] });
  const readingBack = (by: string, asked: Partial<Asked<'read-back-note'>> = {}) =>
    command(by, 'read-back-note', { record: minted(note, 'meeting'), by: 'attendee', view: 'agrees', ...asked });
  const differing = readingBack('dorset-ccg', { by: 'organisation', view: 'sees-differently', text: 'It was November' });

  it('is for those who were there, each once until they say otherwise', () => {
    after(READY[0], note)
      .when(readingBack('wessex-director'))
      .thenDecided(([event]) => expect(event?.data).toMatchObject({ by: 'attendee', readBy: 'wessex-director', view: 'agrees' }));
    after(READY[0], note, readingBack('wessex-director')).when(readingBack('wessex-director')).thenNothing();
    after(READY[0], note).when(readingBack('wessex-assessor')).thenRefused('not-there-to-read-back');
    after(READY[0]).when(readingBack('wessex-director')).thenRefused('unknown-record');
  });

  it('is for the organisation while the window is open in which the note was shared', () => {
    const agreeing = readingBack('dorset-ccg', { by: 'organisation' });
    after(READY[0], note).when(agreeing).thenRefused('not-there-to-read-back');
    after(READY[0], note, shown, closing(shown)).when(agreeing).thenRefused('comment-window-not-open');
    after(READY[0], note, shown, agreeing)
      .when({ ...agreeing, actor: 'another-reader' })
      .thenNothing();
  });

  it('says how, where somebody sees it differently, and then binds later decisions', () => {
    after(READY[0], note, shown)
      .when(readingBack('dorset-ccg', { by: 'organisation', view: 'sees-differently' }))
      .thenRefused('difference-needs-words');
    const before = liveAfter(READY[0], note, shown);
    expect(liveAfter(READY[0], note, shown, readingBack('wessex-director')).materialRevision).toBe(before.materialRevision);
    const state = liveAfter(READY[0], note, shown, differing);
    expect(state.materialRevision).toBe(state.revision);
    expect(state.readBacks).toMatchObject([{ by: 'organisation', text: 'It was November' }]);
  });
});

describe('the Health and Wellbeing Board', () => {
  const law = { certainty: 'published', source: 'NHS Act 2006, section 14Z16(4).' } as const;
  const moderated = [opening({ ...yearTerms, boardConsultation: law }), ...YEAR_MODERATED.slice(1)];
  const consulting = command('wessex-assessor', 'consult-board', {
    ...{ board: 'Dorset Health and Wellbeing Board', consultedOn: '2014-11-04', view: 'satisfied' },
  });
  const seeing = (...commands: readonly AssessmentCommand[]) => ({ judged: BigInt(story(...commands).length - 1) });

  it('is consulted before a rating is confirmed, where the framework says so', () => {
    after(...moderated)
      .when({ ...confirming(), ...seeing(...moderated) })
      .thenRefused('board-not-consulted');
    after(...moderated)
      .when({ ...confirming({ outcome: 'returned', reason: 'Ask the board' }), ...seeing(...moderated) })
      .thenDecided((events) => expect(events).toHaveLength(1));
    const consulted = [...moderated, consulting];
    after(...consulted)
      .when({ ...confirming(), ...seeing(...consulted) })
      .thenDecided(([event]) => expect(event?.type).toBe('RatingsConfirmed'));
    after(...YEAR_MODERATED)
      .when({ ...confirming(), ...seeing(...YEAR_MODERATED) })
      .thenDecided((events) => expect(events).toHaveLength(1));
  });

  it('is consulted before the last stage judges, where no committee confirms', () => {
    const terms = { ...quarterTerms, boardConsultation: law };
    const asked = [opening(terms), ...MODERATED.slice(1, -1)];
    after(...asked)
      .when(deciding('national', seeing(...asked)))
      .thenRefused('board-not-consulted');
    after(...asked.slice(0, -1))
      .when(deciding('regional', seeing(...asked.slice(0, -1))))
      .thenDecided((events) => expect(events).toHaveLength(1));
  });

  it('must have been asked by today, and a consultation withdrawn is none', () => {
    after(opening())
      .when({ ...consulting, consultedOn: '2014-12-01' })
      .thenRefused('date-in-the-future');
    after(opening(), consulting).when(consulting).thenNothing();
    const withdrawn = [
      ...moderated,
      consulting,
      command('wessex-assessor', 'withdraw-record', { record: minted(consulting, 'consultation'), reason: 'Another year' }),
    ];
    after(...withdrawn)
      .when({ ...confirming(), ...seeing(...withdrawn) })
      .thenRefused('board-not-consulted');
  });

  it('binds decisions that had not seen what it said', () => {
    after(...moderated, consulting)
      .when({ ...confirming(), ...seeing(...moderated) })
      .thenRefused('judged-revision-is-stale');
  });
});
