import { given } from '#kernel/testing/given-when-then.js';
import { type PanelCommand, panelDecider } from './decider.js';
import { partsIn } from './quorum.js';
import { isRecused } from './state.js';
import {
  type Asked,
  attending,
  command,
  convening,
  OPEN,
  opening,
  paper,
  PORTSMOUTH,
  sittingAfter,
  story,
  TODAY,
} from './testing/story.js';

const when = (history: readonly PanelCommand[], asked: PanelCommand) => given(panelDecider, ...story(...history)).when(asked);

describe('convening a panel', () => {
  it('records who sits, and what holds where nothing was set', () => {
    when([], convening()).thenDecided(([event]) =>
      expect(event).toMatchObject({
        type: 'PanelConvened',
        data: { chair: 'chair', quorum: 3, marking: { borderlineSteps: 1, outlyingSteps: 2, outlyingAmong: 5 } },
      }),
    );
  });

  it('takes the quorum and the thresholds it sets', () => {
    expect(sittingAfter(convening({ quorum: 2, marking: { outlyingSteps: 1 } }))).toMatchObject({
      quorum: 2,
      convened: { marking: { borderlineSteps: 1, outlyingSteps: 1, outlyingAmong: 5 } },
    });
  });

  it.each([
    ['chair-is-missing', { chair: undefined }],
    ['person-sits-twice', { members: ['ann', 'chair'] }],
    ['person-sits-twice', { secretary: 'ann' }],
    ['quorum-out-of-range', { quorum: 5 }],
    ['quorum-out-of-range', { quorum: 0 }],
  ])('is refused by %s', (rule, asked) => when([], convening(asked)).thenRefused(rule));

  it('is done once, and again only after it was called off', () => {
    when([convening()], convening()).thenRefused('panel-already-convened');
    const calledOff = command('secretary', 'cancel-panel', { reason: 'The chair is ill' });
    when([convening(), calledOff], convening({ quorum: 1 })).thenDecided(([event]) => expect(event?.type).toBe('PanelConvened'));
    when([convening(), calledOff], attending('ann')).thenRefused('panel-was-cancelled');
    when([], attending('ann')).thenRefused('panel-was-never-convened');
  });

  it('is called off before its papers were opened, and not after', () => {
    when([...OPEN], command('secretary', 'cancel-panel', { reason: 'Too late' })).thenRefused('papers-already-opened');
  });
});

describe('who sits', () => {
  const changing = (asked: Partial<Asked<'change-members'>>) =>
    command('secretary', 'change-members', { added: [], removed: [], reason: 'Leave', ...asked });

  it('changes with a reason, and attendance follows', () => {
    const history = [...OPEN, changing({ added: ['dan'], removed: ['ann'] })] as const;
    expect(sittingAfter(...history)).toMatchObject({
      members: ['bob', 'cat', 'dan'],
      attendance: { present: ['chair', 'bob'] },
    });
  });

  it('may get another chair, who is no member besides', () => {
    expect(sittingAfter(convening(), changing({ chair: 'ann' }))).toMatchObject({ chair: 'ann', members: ['bob', 'cat'] });
  });

  it.each([
    ['not-of-the-panel', { removed: ['zoe'] }],
    ['chair-is-missing', { removed: ['chair'] }],
    ['person-sits-twice', { added: ['ann'] }],
    ['person-sits-twice', { added: ['secretary'] }],
    ['quorum-out-of-range', { removed: ['ann', 'bob'] }],
  ])('is refused by %s', (rule, asked) => when([convening()], changing(asked)).thenRefused(rule));

  it('says nothing new when nothing changes', () => when([convening()], changing({})).thenNothing());
});

describe('declaring an interest', () => {
  const declaring = (outcome: 'recused' | 'stays', person = 'ann') =>
    command(person, 'declare-interest', { person, organisations: ['11J', '11J'], what: 'A spouse works there', outcome });

  it('recuses of each organisation named, until it is lifted', () => {
    const recused = sittingAfter(convening(), declaring('recused'));
    expect([isRecused(recused, 'ann', '11J'), isRecused(recused, 'ann', '10R'), isRecused(recused, 'bob', '11J')]).toEqual([
      true,
      false,
      false,
    ]);
    const lifting = command('chair', 'lift-recusal', { person: 'ann', organisation: '11J', reason: 'They left' });
    expect(isRecused(sittingAfter(convening(), declaring('recused'), lifting), 'ann', '11J')).toBe(false);
    when([convening(), declaring('recused'), lifting], lifting).thenRefused('recusal-unknown');
  });

  it('leaves somebody who stays at the table', () => {
    expect(sittingAfter(convening(), declaring('stays'))).toMatchObject({ interests: [{ outcome: 'stays' }], recusals: [] });
  });

  it('is for those who sit', () => when([convening()], declaring('recused', 'zoe')).thenRefused('not-of-the-panel'));

  it('is not dated ahead', () => {
    when([convening()], { ...declaring('stays'), declaredOn: '2015-10-13' }).thenRefused('date-in-the-future');
  });
});

describe('recusing without a declaration', () => {
  const recusing = (...organisations: readonly string[]) =>
    command('chair', 'recuse-member', { person: 'bob', organisations, reason: 'Chaired its board until May' });

  it('is recorded once for each organisation', () => {
    when([convening(), recusing('11J')], recusing('11J', '10R')).thenDecided((events) =>
      expect(events).toMatchObject([{ type: 'MemberRecused', data: { person: 'bob', organisation: '10R' } }]),
    );
    when([convening(), recusing('11J')], recusing('11J')).thenNothing();
  });
});

describe('attendance', () => {
  it('is of those who sit, each there or not', () => {
    when([convening()], attending('chair', 'zoe')).thenRefused('not-of-the-panel');
    when([convening()], attending('secretary')).thenRefused('not-of-the-panel');
    when([convening()], command('secretary', 'record-attendance', { present: ['ann'], apologies: ['ann'] })).thenRefused(
      'present-or-apologies',
    );
    when([convening(), attending('ann', 'bob')], attending('bob', 'ann')).thenNothing();
  });

  it('stands from then on, and the opening adds to it only where it says who is there', () => {
    const { attendance } = sittingAfter(convening(), attending('ann', 'bob'), opening());
    expect(attendance).toEqual({ present: ['ann', 'bob'], apologies: [] });
  });
});

describe('opening the papers', () => {
  it('fixes them, once', () => {
    expect([...(sittingAfter(...OPEN).papers?.byAssessment.keys() ?? [])]).toHaveLength(2);
    when([...OPEN], opening()).thenRefused('papers-already-opened');
  });
});

describe('who takes part', () => {
  it('are those present, but for the recused and those who judged it at another stage', () => {
    const sitting = sittingAfter(
      convening(),
      command('chair', 'recuse-member', { person: 'bob', organisations: ['10R'], reason: 'A debtor' }),
    );
    const about = { organisation: '10R', judgedBefore: ['cat', 'zoe'] };
    expect(partsIn(sitting, ['chair', 'ann', 'bob', 'cat'], about)).toEqual({
      decide: ['chair', 'ann'],
      tookNoPart: [
        { person: 'bob', because: 'recused' },
        { person: 'cat', because: 'judged-at-another-stage' },
      ],
    });
  });
});

describe('closing', () => {
  const closing = (asked: Asked<'close-panel'> = {}, today = TODAY) => command('secretary', 'close-panel', asked, today);

  it('keeps who attended', () => {
    when([...OPEN], closing({ notes: 'The next sitting is in January.' })).thenDecided(([event]) =>
      expect(event).toMatchObject({ type: 'PanelClosed', data: { present: ['chair', 'ann', 'bob'], closedOn: TODAY } }),
    );
    when([...OPEN, closing()], attending('ann')).thenRefused('panel-is-closed');
    when([...OPEN, closing()], closing()).thenRefused('panel-is-closed');
  });

  it('is refused before the papers were opened, before its day, and when nobody attended', () => {
    when([convening()], closing()).thenRefused('papers-not-opened');
    when([convening({ sitsOn: '2015-10-14' }), opening([paper(PORTSMOUTH)], 'ann')], closing()).thenRefused('before-the-sitting');
    when([...OPEN], closing({ closedOn: '2015-10-13' })).thenRefused('date-in-the-future');
    when([convening(), opening()], closing()).thenRefused('nobody-attended');
  });
});
