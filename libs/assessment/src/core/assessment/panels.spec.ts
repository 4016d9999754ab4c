import { given } from '#kernel/testing/given-when-then.js';
import type { AssessmentCommand } from './decider.js';
import type { PanelFacts, SittingFacts } from './panel-facts.js';
import {
  command,
  confirming,
  decider,
  deciding,
  opening,
  SITTING,
  stateAfter,
  story,
  SUBMITTED,
  upToDate,
  YEAR_MODERATED,
} from './testing/story.js';
import { quarterTerms } from './testing/terms.js';

const REGIONAL = [...SUBMITTED, deciding('local')] as const;

const when = (history: readonly AssessmentCommand[], asked: AssessmentCommand) => {
  const events = story(...history);
  return given(decider, ...events).when(upToDate(asked, stateAfter(events)));
};

/** The region's decision in a sitting: by all who are there and take part, unless it says otherwise. */
const sitting = (
  facts: Partial<SittingFacts> = {},
  more: Partial<PanelFacts> & { decidedBy?: string[]; decidedOn?: string } = {},
) => {
  const { decidedBy, decidedOn, ...panels } = more;
  const there = { ...SITTING, present: ['south-chair', 'south-panel', 'south-second'], quorum: 2, ...facts };
  return deciding('regional', {
    ...{ by: 'south-secretary', panel: SITTING.id, decidedBy, decidedOn },
    panels: { sitting: there, recused: [], ...panels },
  });
};

describe('a decision in a sitting', () => {
  it('is that of everybody present, recorded by whoever types', () => {
    when(REGIONAL, sitting()).thenDecided(([event]) =>
      expect(event).toMatchObject({
        type: 'StageDecided',
        data: {
          ...{ panel: SITTING.id, recordedBy: 'south-secretary', tookNoPart: [] },
          decidedBy: ['south-chair', 'south-panel', 'south-second'],
        },
      }),
    );
  });

  it('is not of those recused, nor of those who judged at another stage: they are there and take no part', () => {
    const present = ['south-chair', 'south-panel', 'south-second', 'wessex-director', 'wessex-assessor'];
    when(REGIONAL, sitting({ present }, { recused: ['south-second'] })).thenDecided(([event]) =>
      expect(event?.data).toMatchObject({
        decidedBy: ['south-chair', 'south-panel'],
        tookNoPart: [
          { person: 'south-second', because: 'recused' },
          { person: 'wessex-director', because: 'judged-at-another-stage' },
          { person: 'wessex-assessor', because: 'judged-at-another-stage' },
        ],
      }),
    );
  });

  it.each<[string, Partial<SittingFacts>, Parameters<typeof sitting>[1]]>([
    ['sitting-not-open', { status: 'convened' }, {}],
    ['sitting-not-open', { status: 'closed' }, {}],
    ['sitting-not-open', { status: 'cancelled' }, {}],
    ['sitting-does-not-cover', { covers: false }, {}],
    ['before-the-sitting', {}, { decidedOn: '2014-10-31' }],
    ['decider-not-present', {}, { decidedBy: ['south-chair', 'somebody-else'] }],
    ['too-few-take-part', {}, { decidedBy: ['south-chair'] }],
    ['too-few-take-part', {}, { recused: ['south-chair', 'south-panel'] }],
    ['recused-of-the-organisation', {}, { decidedBy: ['south-chair', 'south-panel'], recused: ['south-panel'] }],
    ['four-eyes', { present: ['south-chair', 'wessex-director'] }, { decidedBy: ['south-chair', 'wessex-director'] }],
    ['decision-being-applied', {}, { beingApplied: { panel: 'another', batch: 'b' } }],
  ])('is refused by %s', (rule, facts, more) => when(REGIONAL, sitting(facts, more)).thenRefused(rule));

  it('is refused where the sitting it names was never convened', () => {
    when(REGIONAL, deciding('regional', { panel: 'x', panels: { sitting: 'unknown', recused: [] } })).thenRefused(
      'sitting-unknown',
    );
  });

  it('is taken by none where the framework asks for none, and words for one are kept', () => {
    when(REGIONAL, deciding('regional', { panel: 'Held in June, before this service' })).thenDecided(([event]) =>
      expect(event?.data).toMatchObject({ panel: 'Held in June, before this service', decidedBy: ['south-panel'] }),
    );
  });
});

describe('a decision on many at once', () => {
  const batch = '7b1c7d4e-9d0f-4f0e-8f6a-0b1c2d3e4f50';
  const beingApplied = { panel: SITTING.id, batch };

  it('is carried out by itself, and says of which it is part', () => {
    when(REGIONAL, { ...sitting({}, { beingApplied }), batch }).thenDecided(([event]) =>
      expect(event?.data).toMatchObject({ batch, panel: SITTING.id }),
    );
  });

  it('keeps every other decision waiting', () => {
    when(REGIONAL, deciding('regional', { panels: { recused: [], beingApplied } })).thenRefused('decision-being-applied');
    when(YEAR_MODERATED, { ...confirming(), panels: { recused: [], beingApplied } }).thenRefused('decision-being-applied');
    const skipping = command('national-panel', 'record-stage-not-held', {
      ...{ stage: 'national', reason: 'No sitting', panels: { recused: [], beingApplied } },
    });
    when(YEAR_MODERATED.slice(0, -1), skipping).thenRefused('decision-being-applied');
  });
});

describe('somebody recused', () => {
  it('does not decide outside the sitting either', () => {
    when(REGIONAL, deciding('regional', { panels: { recused: ['south-panel'] } })).thenRefused('recused-of-the-organisation');
  });
});

describe('a committee that keeps its own minutes', () => {
  it('confirms by whoever it names, without a quorum here', () => {
    const there: SittingFacts = { ...SITTING, status: 'minuted-elsewhere', present: [], quorum: 0 };
    when(YEAR_MODERATED, { ...confirming(), panel: 'c', panels: { sitting: there, recused: [] } }).thenDecided(([event]) =>
      expect(event).toMatchObject({ type: 'RatingsConfirmed', data: { panel: 'c', decidedBy: ['committee-chair'] } }),
    );
  });
});

describe('a submission whose papers a panel has opened', () => {
  const recalling = (panels: PanelFacts) => command('wessex-assessor', 'recall-submission', { panels });

  it('is not recalled', () => {
    when(SUBMITTED, recalling({ recused: [], papersOpenedBy: 'local.Q70' })).thenRefused('papers-are-open');
    when(SUBMITTED, recalling({ recused: [] })).thenDecided(([event]) => expect(event?.type).toBe('SubmissionRecalled'));
  });

  it('takes meetings, calls and evidence all the same', () => {
    const evidence = command('wessex-assessor', 'attach-evidence', { title: 'Dashboard', reference: 'Page 3', items: [] });
    when(SUBMITTED, evidence).thenDecided(([event]) => expect(event?.type).toBe('EvidenceAttached'));
  });
});

it('panels are of no concern to an assessment that is open', () => {
  when([opening(quarterTerms)], sitting()).thenRefused('stage-out-of-order');
});
