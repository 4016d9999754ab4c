import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { given } from '#kernel/testing/given-when-then.js';
import { fold } from '#kernel/decider.js';
import { isRefusal } from '#kernel/refusal.js';
import { type SelfAssessmentCommand, selfAssessmentDecider, type Start } from './decider.js';
import type { SelfAssessmentEvent } from './events.js';
import { selfAssessmentRules } from './rule-book.js';
import { itemsOf, ownScoreOf, reviewOf, type StartedSelfAssessment, submittedScoreOf } from './state.js';

const TODAY = '2019-02-20';
const scale = ['3', '2', '1', '0'].map((id) => ({ id, label: id }));
const criterion = (item: string) => ({ item, label: `Domain ${item}`, scale, against: [] });
const terms: Start['terms'] = {
  framework: { id: 'pce-2018-19', version: 3, hash: 'f'.repeat(64), title: 'PCE 2018/19' },
  ...{ criteria: ['a', 'b'].map(criterion), selfAssessment: true, deskReview: true, evidencePerCriterion: 3 },
};
const facts: Omit<Start, 'type' | 'actor' | 'today'> = {
  organisation: { code: '11J', name: 'NHS Dorset CCG', kind: 'ccg' },
  office: { code: 'Q85', name: 'South West South' },
  region: { code: 'Y58', name: 'South West' },
  ...{ period: '2018-19-year', terms, newlyFormed: null },
};
const byCcg = { actor: 'dorset-ccg', today: TODAY };
const byAssessor = { actor: 'assessor', today: TODAY };
const starting = (more: Partial<Start> = {}): SelfAssessmentCommand => ({ type: 'start', ...byCcg, ...facts, ...more });
const sites = (own = 'dorsetccg.nhs.uk', predecessors: readonly string[] = []): SelfAssessmentCommand => ({
  ...{ type: 'state-sites', ...byCcg, own, predecessors },
});
const piece = (link = 'https://www.dorsetccg.nhs.uk/papers', against?: string) => ({
  ...{ title: 'Board papers', link, periodCovered: '2018/19' },
  ...(against === undefined ? {} : { against }),
});
type Evidence = ReturnType<typeof piece>;
const scoring = (item: string, score = '2', evidence: readonly Evidence[] = []): SelfAssessmentCommand => ({
  ...{ type: 'score', ...byCcg, item, score, narrative: 'What we did.', evidence },
});
const submitting: SelfAssessmentCommand = { type: 'submit', ...byCcg };
const reviewing = (item: string, score = '2', explanation?: string): SelfAssessmentCommand => ({
  ...{ type: 'review', ...byAssessor, item, score, explanation },
});
const returning = (items?: readonly string[]): SelfAssessmentCommand => ({
  ...{ type: 'return', ...byAssessor, items, reason: 'The link does not open.' },
});
const finalising: SelfAssessmentCommand = { type: 'finalise', ...byAssessor };
const takingBack: SelfAssessmentCommand = { type: 'withdraw-finalisation', ...byAssessor, reason: 'The wrong year' };
const goingOn: SelfAssessmentCommand = { type: 'withdraw-return', ...byAssessor, reason: 'No answer by the day agreed' };
const deskReviewing = (more: { reason?: string; of?: typeof terms } = {}): SelfAssessmentCommand => ({
  ...{ type: 'begin-desk-review', ...byAssessor, reason: more.reason, documents: [] },
  facts: { ...facts, terms: more.of ?? terms },
});
const DESK_ONLY = { ...terms, selfAssessment: false };

function story(...commands: readonly SelfAssessmentCommand[]): readonly SelfAssessmentEvent[] {
  return commands.reduce<readonly SelfAssessmentEvent[]>((history, command) => {
    const outcome = selfAssessmentDecider.decide(command, fold(selfAssessmentDecider, history));
    if (isRefusal(outcome)) throw new Error(`the story stops at ${command.type}: ${outcome.rule}`);
    return [...history, ...outcome];
  }, []);
}
const after = (...commands: readonly SelfAssessmentCommand[]) => given(selfAssessmentDecider, ...story(...commands));
function standing(...commands: readonly SelfAssessmentCommand[]): StartedSelfAssessment {
  const state = fold(selfAssessmentDecider, story(...commands));
  if (state.status === 'not-started') throw new Error('it was not started');
  return state;
}
const SCORED = [starting(), sites(), scoring('a', '3', [piece()]), scoring('b', '2')] as const;
const SUBMITTED = [...SCORED, submitting] as const;
const REVIEWED = [...SUBMITTED, reviewing('a', '2', 'One paper is of another year.'), reviewing('b')] as const;

const told = (commands: readonly SelfAssessmentCommand[], command: SelfAssessmentCommand) => {
  const outcome = selfAssessmentDecider.decide(command, fold(selfAssessmentDecider, story(...commands)));
  return isRefusal(outcome) ? { rule: outcome.rule, detail: outcome.detail, errors: outcome.errors } : outcome;
};

describe('the rule book of self-assessments', () => {
  const specification = readFileSync(fileURLToPath(import.meta.url), 'utf8');

  it.each(Object.entries(selfAssessmentRules))('%s is a sentence with its source, and asserted by name', (name, rule) => {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(rule.sentence).toMatch(/^[A-Z].*\.$/);
    expect(rule.source).not.toBe('');
    // Those that need facts from elsewhere are asserted in the acceptance test.
    const isOfTheApplication = name === 'nothing-to-assess-oneself-on' || name === 'site-not-its-own';
    expect(isOfTheApplication || specification.includes(`Refused('${name}')`) || specification.includes(`rule: '${name}'`)).toBe(
      true,
    );
  });
});

describe('starting', () => {
  it('is done once, and only where the framework asks the organisation to score itself', () => {
    given(selfAssessmentDecider)
      .when(starting())
      .thenEvents({ type: 'SelfAssessmentStarted', data: { ...facts, startedOn: TODAY } });
    after(starting()).when(starting()).thenRefused('self-assessment-started-already');
    given(selfAssessmentDecider)
      .when(starting({ terms: DESK_ONLY }))
      .thenRefused('self-assessment-not-asked-for');
    given(selfAssessmentDecider).when(submitting).thenRefused('self-assessment-not-started');
  });
});

describe('evidence', () => {
  it('is up to three pieces for a criterion', () => {
    const three = [piece(), piece('https://dorsetccg.nhs.uk/2'), piece('https://files.dorsetccg.nhs.uk/3')];
    after(starting(), sites())
      .when(scoring('a', '3', three))
      .thenDecided(([event]) => expect(event?.data).toMatchObject({ evidence: three }));
    expect(told([starting(), sites()], scoring('a', '3', [...three, piece()]))).toMatchObject({
      ...{ rule: 'more-evidence-than-allowed', errors: [{ pointer: '/evidence/3' }] },
    });
  });

  it('lies on the organisation’s own site: a link elsewhere is refused by name', () => {
    expect(told([starting(), sites()], scoring('a', '3', [piece(), piece('https://www.example.org/x')]))).toMatchObject({
      rule: 'link-not-on-own-site',
      detail: expect.stringContaining('leads to www.example.org, which is not on dorsetccg.nhs.uk') as string,
      errors: [{ pointer: '/evidence/1/link' }],
    });
    after(starting(), sites())
      .when(scoring('a', '3', [piece('see the website')]))
      .thenRefused('link-is-no-address');
    after(starting())
      .when(scoring('a', '3', [piece()]))
      .thenRefused('site-not-stated');
    after(starting())
      .when(scoring('a', '3'))
      .thenDecided((events) => expect(events).toHaveLength(1));
  });

  it('names its criterion where the framework lists several of an item', () => {
    const against = ['a-1', 'a-2'].map((id) => ({ id, label: id }));
    const listed = { ...terms, criteria: [{ ...criterion('a'), against }, criterion('b')] };
    const begun = [starting({ terms: listed }), sites()] as const;
    after(...begun)
      .when(scoring('a', '3', [piece()]))
      .thenRefused('evidence-for-no-criterion');
    after(...begun)
      .when(scoring('b', '3', [piece(undefined, 'a-1')]))
      .thenRefused('evidence-for-no-criterion');
    const six = ['a-1', 'a-1', 'a-1', 'a-2', 'a-2', 'a-2'].map((one) => piece(undefined, one));
    after(...begun)
      .when(scoring('a', '3', six))
      .thenDecided((events) => expect(events).toHaveLength(1));
    after(...begun)
      .when(scoring('a', '3', [...six, piece(undefined, 'a-2')]))
      .thenRefused('more-evidence-than-allowed');
  });
});

describe('an organisation formed in the year', () => {
  const rule = { label: 'They count.', predecessorsSites: true, certainty: 'assumed', source: 'FAQs' } as const;
  const formed = { since: '2018-04-01', predecessors: [{ code: '02V', name: 'NHS Leeds North CCG' }], rule };
  const both = sites('leedsccg.nhs.uk', ['leedsnorthccg.nhs.uk']);
  const older = piece('https://www.leedsnorthccg.nhs.uk/report');

  it('may name evidence on the sites of those it took in, where the framework says so', () => {
    after(starting({ newlyFormed: formed }), both)
      .when(scoring('b', '2', [older]))
      .thenDecided((events) => expect(events).toHaveLength(1));
  });

  it('may not, where it says nothing; nor may any other organisation', () => {
    after(starting({ newlyFormed: { ...formed, rule: null } }))
      .when(both)
      .thenRefused('predecessors-sites-do-not-count');
    after(starting()).when(both).thenRefused('predecessors-sites-do-not-count');
    after(starting({ newlyFormed: formed }), sites('leedsccg.nhs.uk'))
      .when(scoring('b', '2', [older]))
      .thenRefused('link-not-on-own-site');
  });
});

describe('scoring and submission', () => {
  it('say nothing twice, and keep every score that was given', () => {
    after(...SCORED)
      .when(scoring('b', '2'))
      .thenNothing();
    after(...SCORED)
      .when(sites())
      .thenNothing();
    const state = standing(...SCORED, scoring('b', '3'));
    expect(state.scored.map(({ item, score }) => [item, score])).toEqual([
      ['a', '3'],
      ['b', '2'],
      ['b', '3'],
    ]);
  });

  it('need every criterion scored on its scale', () => {
    after(starting(), scoring('a')).when(submitting).thenRefused('not-every-criterion-scored');
    after(starting()).when(scoring('a', '4')).thenRefused('criterion-score-not-on-scale');
    after(starting()).when(scoring('z')).thenRefused('criterion-not-in-framework');
    after(...SCORED)
      .when(submitting)
      .thenEvents({
        type: 'SelfAssessmentSubmitted',
        data: {
          ...{
            round: 1,
            scores: [
              { item: 'a', score: '3' },
              { item: 'b', score: '2' },
            ],
          },
          ...{ submittedBy: 'dorset-ccg', submittedOn: TODAY },
        },
      });
  });

  it('stand once submitted', () => {
    after(...SUBMITTED)
      .when(scoring('a', '0'))
      .thenRefused('self-assessment-is-in-review');
    after(...SUBMITTED)
      .when(sites('example.org'))
      .thenRefused('self-assessment-is-in-review');
    after(...SUBMITTED)
      .when(submitting)
      .thenNothing();
  });
});

describe('the review', () => {
  it('explains each difference from the organisation’s own score', () => {
    after(...SUBMITTED)
      .when(reviewing('a', '2'))
      .thenRefused('difference-not-explained');
    after(...SUBMITTED)
      .when(reviewing('a', '2', 'One paper is of another year.'))
      .thenEvents({
        type: 'CriterionReviewed',
        data: {
          ...{ round: 1, item: 'a', own: '3', score: '2', explanation: 'One paper is of another year.' },
          ...{ reviewedBy: 'assessor', reviewedOn: TODAY },
        },
      });
    after(...SUBMITTED)
      .when(reviewing('b', '2'))
      .thenDecided(([event]) => expect(event?.data).toMatchObject({ own: '2', score: '2' }));
    after(...REVIEWED)
      .when(reviewing('b', '2'))
      .thenNothing();
  });

  it('is of what was submitted', () => {
    after(...SCORED)
      .when(reviewing('a'))
      .thenRefused('nothing-to-review');
    after(...SUBMITTED)
      .when(reviewing('z'))
      .thenRefused('criterion-not-in-framework');
    after(...SUBMITTED)
      .when(reviewing('a', '4', 'x'))
      .thenRefused('criterion-score-not-on-scale');
  });

  it('ends with the final scores, both sides of each', () => {
    after(...SUBMITTED, reviewing('b'))
      .when(finalising)
      .thenRefused('not-every-criterion-reviewed');
    after(...REVIEWED)
      .when(finalising)
      .thenDecided(([event]) =>
        expect(event?.data).toMatchObject({
          scores: [
            { item: 'a', own: '3', final: '2' },
            { item: 'b', own: '2', final: '2' },
          ],
        }),
      );
    after(...REVIEWED, finalising)
      .when(finalising)
      .thenNothing();
    after(...REVIEWED, finalising)
      .when(reviewing('a', '1', 'x'))
      .thenRefused('self-assessment-is-final');
    after(...REVIEWED, finalising)
      .when(scoring('a', '1'))
      .thenRefused('self-assessment-is-final');
  });

  it('takes final scores back with a reason, and goes on where it was', () => {
    const state = standing(...REVIEWED, finalising, takingBack);
    expect([state.status, state.finalised, reviewOf(state, 'a')?.score]).toEqual(['in-review', null, '2']);
    after(...REVIEWED)
      .when(takingBack)
      .thenRefused('self-assessment-not-final');
  });
});

describe('a return', () => {
  it('lets the organisation score again what it names, and keeps what was submitted before', () => {
    const returned = [...REVIEWED, returning(['a'])] as const;
    after(...returned)
      .when(scoring('b', '3'))
      .thenRefused('criterion-not-returned');
    const again = standing(...returned, scoring('a', '1'));
    expect([again.round, submittedScoreOf(again, 'a')?.score, ownScoreOf(again, 'a')?.score]).toEqual([2, '3', '1']);
    const resubmitted = standing(...returned, scoring('a', '1'), submitting);
    expect(itemsOf(resubmitted).map((item) => reviewOf(resubmitted, item)?.score)).toEqual([undefined, '2']);
    after(...returned, scoring('a', '1'), submitting)
      .when(finalising)
      .thenRefused('not-every-criterion-reviewed');
  });

  it('names every criterion when it names none, and only criteria there are', () => {
    expect(standing(...SUBMITTED, returning()).open).toEqual(['a', 'b']);
    after(...SUBMITTED)
      .when(returning(['z']))
      .thenRefused('criterion-not-in-framework');
    after(...SCORED)
      .when(returning())
      .thenRefused('nothing-to-review');
  });

  it('is taken back where the organisation says no more: what was submitted is reviewed', () => {
    const state = standing(...REVIEWED, returning(['a']), scoring('a', '1'), goingOn, finalising);
    expect(state.finalised?.scores[0]).toEqual({ item: 'a', own: '3', final: '2' });
    after(...REVIEWED)
      .when(goingOn)
      .thenRefused('nothing-to-take-back');
    after(starting()).when(goingOn).thenRefused('nothing-to-take-back');
  });
});

describe('a desk review', () => {
  const begun = [deskReviewing({ of: DESK_ONLY })] as const;

  it('is begun without a submission where the framework names nothing else, and explains every score', () => {
    given(selfAssessmentDecider)
      .when(deskReviewing({ of: DESK_ONLY }))
      .thenDecided((events) => expect(events.map(({ type }) => type)).toEqual(['SelfAssessmentStarted', 'DeskReviewBegun']));
    after(...begun)
      .when(reviewing('a', '3'))
      .thenRefused('difference-not-explained');
    const state = standing(...begun, reviewing('a', '3', 'Report, page 12'), reviewing('b', '2', 'Website'), finalising);
    expect(state.finalised?.scores).toEqual([
      { item: 'a', own: null, final: '3' },
      { item: 'b', own: null, final: '2' },
    ]);
  });

  it('leaves the organisation nothing to score or to get back', () => {
    after(...begun)
      .when(scoring('a'))
      .thenRefused('self-assessment-not-asked-for');
    after(...begun)
      .when(returning())
      .thenRefused('nobody-to-return-to');
  });

  it('takes the place of a self-assessment that never came, and says why', () => {
    given(selfAssessmentDecider).when(deskReviewing()).thenRefused('desk-review-needs-a-reason');
    after(...SCORED)
      .when(deskReviewing({ reason: 'Nothing came by the day agreed' }))
      .thenDecided((events) => expect(events.map(({ type }) => type)).toEqual(['DeskReviewBegun']));
    after(...SCORED, deskReviewing({ reason: 'x' }))
      .when(reviewing('a', '3'))
      .thenRefused('difference-not-explained');
    after(...SUBMITTED)
      .when(deskReviewing({ reason: 'x' }))
      .thenRefused('self-assessment-was-submitted');
    given(selfAssessmentDecider)
      .when(deskReviewing({ of: { ...terms, deskReview: false } }))
      .thenRefused('desk-review-not-foreseen');
  });
});
