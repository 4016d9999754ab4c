import { isRefusal } from '#kernel/refusal.js';
import { given } from '#kernel/testing/given-when-then.js';
import { type LetterCommand, letterDecider } from './decider.js';
import { draftWords } from './draft-words.js';
import type { LetterEvent } from './events.js';
import { agreeing, asking, command, draft, drafting, facts, issuing, TODAY } from './testing/story.js';

/** The events that commands lead to, each of which must be accepted. */
function story(...commands: readonly LetterCommand[]): readonly LetterEvent[] {
  return commands.reduce<readonly LetterEvent[]>((events, asked) => {
    const state = events.reduce((known, event) => letterDecider.evolve(known, event), letterDecider.initialState);
    const outcome = letterDecider.decide(asked, state);
    if (isRefusal(outcome)) throw new Error(`${asked.type} was refused by ${outcome.rule}`);
    return [...events, ...outcome];
  }, []);
}
const after = (...commands: readonly LetterCommand[]) => given(letterDecider, ...story(...commands));
const editing = (text: string) =>
  command('edit-letter', { changes: { sections: [{ section: 'summary', heading: 'Summary', text }] } });

describe('a draft', () => {
  it('is begun from the record, and once', () => {
    after()
      .when(drafting())
      .thenEvents({ type: 'LetterDrafted', data: { ...draft, draftedOn: TODAY } });
    after(drafting()).when(drafting()).thenNothing();
  });

  it.each([
    ['a year', { kind: 'quarter-report', period: '2015-16-year' }],
    ['a quarter', { kind: 'year-end-letter' }],
  ] as const)('of the other kind does not fit %s', (_, more) => {
    after().when(drafting(more)).thenRefused('letter-does-not-fit-the-period');
  });

  it('is edited in part, and says nothing twice', () => {
    after(drafting())
      .when(editing('It went better.'))
      .thenDecided(([event]) => {
        expect(event?.data).toEqual({
          sections: [{ section: 'summary', heading: 'Summary', text: 'It went better.' }],
          editedOn: TODAY,
        });
      });
    after(drafting(), editing('It went better.')).when(editing('It went better.')).thenNothing();
  });

  it('keeps at least one section, each once', () => {
    const [section] = draft.sections;
    after(drafting())
      .when(command('edit-letter', { changes: { sections: [] } }))
      .thenRefused('letter-needs-a-section');
    after(drafting())
      .when(command('edit-letter', { changes: { sections: [section!, section!] } }))
      .thenRefused('section-named-twice');
  });

  it('is drafted anew from the record as it stands now', () => {
    const newFacts = { ...facts, revision: '9' };
    const anew = command('redraft-letter', { facts: newFacts, sections: draft.sections, annexes: [] });
    after(drafting())
      .when(anew)
      .thenDecided(([event]) => expect(event).toMatchObject({ type: 'LetterRedrafted', data: { facts: { revision: '9' } } }));
    after(drafting(), anew).when(anew).thenNothing();
  });

  it('is refused under an id nobody has drafted', () => {
    after().when(editing('x')).thenRefused('letter-unknown');
  });
});

describe('the check of the facts', () => {
  it('is asked for until a day to come, and answered once', () => {
    after(drafting())
      .when(asking())
      .thenEvents({ type: 'FactCheckAsked', data: { until: '2015-10-30', askedOn: TODAY } });
    after(drafting()).when(asking(TODAY)).thenRefused('check-ends-in-the-past');
    after(drafting(), asking())
      .when(agreeing)
      .thenEvents({ type: 'FactCheckAnswered', data: { outcome: 'agreed', answeredOn: TODAY } });
    after(drafting(), asking(), agreeing).when(agreeing).thenNothing();
    after(drafting()).when(agreeing).thenRefused('nothing-to-check');
  });

  it('says what is wrong where it asks for corrections', () => {
    after(drafting(), asking())
      .when(command('answer-fact-check', { outcome: 'corrections' }))
      .thenRefused('corrections-say-what-is-wrong');
  });

  it('leaves the draft as it was sent until it is answered or its time is over', () => {
    after(drafting(), asking()).when(editing('x')).thenRefused('letter-is-being-checked');
    after(drafting(), asking())
      .when({ ...editing('x'), today: '2015-10-31' })
      .thenDecided((events) => expect(events).toHaveLength(1));
    after(drafting(), asking(), agreeing)
      .when(editing('x'))
      .thenDecided((events) => expect(events).toHaveLength(1));
  });
});

describe('issuing', () => {
  it('needs the facts checked, the time to check them over, or a reason why they were not', () => {
    const waiving = command('waive-fact-check', { reason: 'The organisation has closed' });
    after(drafting()).when(issuing()).thenRefused('facts-not-checked');
    after(drafting(), asking()).when(issuing()).thenRefused('facts-not-checked');
    for (const [ready, today] of [
      [[asking(), agreeing], TODAY],
      [[asking()], '2015-10-31'],
      [[waiving], TODAY],
    ] as const)
      after(drafting(), ...ready)
        .when(issuing({}, today))
        .thenDecided(([event]) =>
          expect(event).toMatchObject({ type: 'LetterIssued', data: { issuedOn: today, hash: 'ab'.repeat(32) } }),
        );
  });

  it.each([
    ['letter-needs-an-addressee', drafting({ addressees: [] }), issuing()],
    ['ratings-not-final', drafting(), issuing({ areFinal: false })],
    ['letter-is-out-of-date', drafting(), issuing({ haveChanged: true })],
    ['letter-date-in-the-future', drafting(), issuing({ issuedOn: '2015-10-21' })],
  ] as const)('is refused by %s', (rule, drafted, asked) => {
    after(drafted, asking(), agreeing).when(asked).thenRefused(rule);
  });

  it('is done once, and for good', () => {
    const sent = [drafting(), asking(), agreeing, issuing()] as const;
    after(...sent)
      .when(issuing())
      .thenNothing();
    after(...sent)
      .when(editing('x'))
      .thenRefused('letter-is-issued');
  });
});

describe('an issued letter', () => {
  const publishing = command('publish-letter', { channel: "The organisation's website" });
  const issuedAs = (classification: 'OFFICIAL' | 'OFFICIAL-SENSITIVE') =>
    [drafting({ classification }), asking(), agreeing, issuing()] as const;

  it('is published where it is OFFICIAL, each channel once', () => {
    after(...issuedAs('OFFICIAL'))
      .when(publishing)
      .thenEvents({ type: 'LetterPublished', data: { channel: "The organisation's website", publishedOn: TODAY } });
    after(...issuedAs('OFFICIAL'), publishing)
      .when(publishing)
      .thenNothing();
    after(...issuedAs('OFFICIAL-SENSITIVE'))
      .when(publishing)
      .thenRefused('only-official-is-published');
    after(drafting()).when(publishing).thenRefused('letter-not-issued');
  });

  it('is withdrawn with a reason, and then left alone', () => {
    const withdrawing = command('withdraw-letter', { reason: 'Sent to the wrong office' });
    after(...issuedAs('OFFICIAL'))
      .when(withdrawing)
      .thenEvents({ type: 'LetterWithdrawn', data: { reason: 'Sent to the wrong office', withdrawnOn: TODAY } });
    after(...issuedAs('OFFICIAL'), withdrawing)
      .when(publishing)
      .thenRefused('letter-was-withdrawn');
    after(...issuedAs('OFFICIAL'), withdrawing)
      .when(withdrawing)
      .thenNothing();
  });
});

describe('a first wording', () => {
  const material = {
    ...{ organisation: 'NHS Dorset CCG', period: 'Quarter 1, April to June 2015', framework: 'CCG Assurance Framework 2015/16' },
    ...{ facts, reasons: { planning: 'The plan is sound.' }, method: 'By its rule.' },
    ...{ strengths: ['Planning (Assured as good)'], improvements: [] },
  };

  it('says of a quarter what the record says, and whose rule is assumed', () => {
    const { sections } = draftWords('quarter-report', material);
    const text = Object.fromEntries(sections.map((section) => [section.section, section.text]));
    expect(text['summary']).toContain('One checkpoint meeting was held.');
    expect(text['summary']).toContain(
      'Overall rating: Assured as good. The lowest component is Assured as good. The rule behind it is assumed',
    );
    expect(text['ratings']).toBe(
      'Well-led organisation: Assured as good (Limited assurance before).\nPlanning: Assured as good (as before). The plan is sound.',
    );
    expect(text['trajectories']).toBe('A&E within four hours: 91.25% in July 2015, planned 91%.');
  });

  it('puts strengths and the method of a year into annexes', () => {
    const { annexes } = draftWords('year-end-letter', material);
    expect(annexes.map(({ text }) => text)).toEqual([
      'Strengths: Planning (Assured as good).\n\nAreas for improvement: none stands out.',
      'By its rule.',
    ]);
  });
});
