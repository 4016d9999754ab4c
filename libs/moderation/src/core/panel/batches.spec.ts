import { given } from '#kernel/testing/given-when-then.js';
import { type AskedEntry, decidersOn } from './decide-batch.js';
import { type PanelCommand, panelDecider } from './decider.js';
import type { PanelData } from './events.js';
import { batchBeingApplied } from './state.js';
import {
  type Asked,
  command,
  convening,
  DORSET,
  OPEN,
  opening,
  paper,
  PORTSMOUTH,
  sittingAfter,
  story,
} from './testing/story.js';

const when = (history: readonly PanelCommand[], asked: PanelCommand) => given(panelDecider, ...story(...history)).when(asked);

type Known = NonNullable<AskedEntry['known']>;
const entry = (assessment: string, known: Partial<Known> = {}, more: Partial<AskedEntry> = {}): AskedEntry => ({
  ...{ assessment, judgedRevision: '9', outcome: 'upheld', changes: [] },
  known: { organisation: assessment.slice(0, 3), covered: true, judgedBefore: [], beingAppliedBy: undefined, ...known },
  ...more,
});
const deciding = (asked: Partial<Asked<'decide-batch'>> = {}) =>
  command('secretary', 'decide-batch', { entries: [entry(DORSET), entry(PORTSMOUTH)], ...asked });

/** A sitting of four where three are there, and two are enough. */
const SITS = [convening({ quorum: 2 }), opening([paper(DORSET), paper(PORTSMOUTH)], 'chair', 'ann', 'bob')] as const;
const batchOf = (...history: readonly PanelCommand[]): string => [...sittingAfter(...history).batches.keys()].at(-1) ?? '';
const settling = (batch: string, settled: Asked<'settle-entries'>['settled']) =>
  command('process', 'settle-entries', { batch, settled });

describe('deciding on many at once', () => {
  it('is one event, of those present, which says of each who takes part', () => {
    const recused = command('chair', 'recuse-member', { person: 'bob', organisations: ['10R'], reason: 'A debtor' });
    const asked = deciding({ entries: [entry(DORSET, { judgedBefore: ['ann'] }), entry(PORTSMOUTH)] });
    when([...SITS, recused], asked).thenDecided((events) => {
      expect(events).toMatchObject([
        { type: 'BatchDecided', data: { kind: 'decision', decidedBy: ['chair', 'ann', 'bob'], recordedBy: 'secretary' } },
      ]);
      const batch = events[0]?.data as PanelData<'BatchDecided'>;
      expect(batch.entries.map((one) => decidersOn(batch, one))).toEqual([
        ['chair', 'bob'],
        ['chair', 'ann'],
      ]);
    });
  });

  it('is not that of somebody whom another sitting of the stage has recused', () => {
    when([...SITS], deciding({ entries: [entry(DORSET, { recusedElsewhere: ['ann'] })] })).thenDecided(([event]) =>
      expect(event).toMatchObject({ data: { entries: [{ tookNoPart: [{ person: 'ann', because: 'recused' }] }] } }),
    );
  });

  it('leaves each being applied until it is noted what became of it', () => {
    const history = [...SITS, deciding()];
    const batch = batchOf(...history);
    expect(batchBeingApplied(sittingAfter(...history), DORSET)?.batch).toBe(batch);
    const noted = settling(batch, [
      { assessment: DORSET, appliedAt: '10' },
      { assessment: PORTSMOUTH, rule: 'judged-revision-is-stale', detail: 'Somebody recorded more.' },
    ]);
    const standings = [
      ...(sittingAfter(...history, noted)
        .batches.get(batch)
        ?.entries.values() ?? []),
    ];
    expect(standings.map(({ standing }) => standing)).toEqual([
      { kind: 'applied', revision: '10' },
      { kind: 'not-applied', rule: 'judged-revision-is-stale', detail: 'Somebody recorded more.' },
    ]);
    when([...history, noted], noted).thenNothing();
    // What was not applied can be decided on anew.
    when([...history, noted], deciding({ entries: [entry(PORTSMOUTH)] })).thenDecided((events) => expect(events).toHaveLength(1));
  });

  it.each<[string, Partial<Asked<'decide-batch'>>]>([
    ['assessment-named-twice', { entries: [entry(DORSET), entry(DORSET)] }],
    ['assessment-outside-the-panel', { entries: [entry(DORSET, { covered: false })] }],
    ['assessment-outside-the-panel', { entries: [entry(DORSET, {}, { known: undefined })] }],
    ['outcome-of-another-stage', { entries: [entry(DORSET, {}, { outcome: 'confirmed' })] }],
    ['decision-being-applied', { entries: [entry(DORSET, { beingAppliedBy: 'another sitting' })] }],
    ['too-few-take-part', { entries: [entry(DORSET, { judgedBefore: ['chair', 'ann'] })] }],
    ['too-few-take-part', { decidedBy: ['chair'] }],
    ['decider-not-present', { decidedBy: ['chair', 'cat'] }],
    ['date-in-the-future', { decidedOn: '2015-10-13' }],
    ['before-the-sitting', { decidedOn: '2015-10-11' }],
  ])('is refused by %s', (rule, asked) => when([...SITS], deciding(asked)).thenRefused(rule));

  it('is for a sitting that is open', () => {
    when([], deciding()).thenRefused('panel-was-never-convened');
    when([convening()], deciding()).thenRefused('papers-not-opened');
  });

  it('keeps the sitting from closing, and another from deciding, until it is applied', () => {
    const history = [...SITS, deciding({ entries: [entry(DORSET)] })];
    when(history, command('secretary', 'close-panel', {})).thenRefused('batch-being-applied');
    when(history, deciding({ decidedBy: ['chair', 'ann'], entries: [entry(DORSET)] })).thenRefused('decision-being-applied');
    const noted = settling(batchOf(...history), [{ assessment: DORSET, appliedAt: '10' }]);
    when([...history, noted], command('secretary', 'close-panel', {})).thenDecided(([event]) =>
      expect(event?.type).toBe('PanelClosed'),
    );
  });

  it('is noted for a decision of this sitting alone', () => {
    when([...OPEN], settling('00000000-0000-5000-8000-000000000001', [])).thenRefused('batch-unknown');
  });
});

describe("the committee's decision on many", () => {
  const confirming = (asked: Partial<Asked<'decide-batch'>> = {}) =>
    command('committee-secretary', 'decide-batch', {
      ...{ committee: 'Commissioning Committee', reference: 'Minute 7' },
      entries: [entry(DORSET, {}, { outcome: 'confirmed' })],
      minutedElsewhere: {
        ...{ stage: 'confirmation', area: 'england', framework: 'ccg-assurance-2015-16', period: '2015-16-q2' },
        frameworkTitle: 'CCG Assurance Framework 2015/16',
      },
      ...asked,
    });

  it('opens the stream of a committee that keeps its own minutes, and stands in it', () => {
    when([], confirming()).thenDecided((events) =>
      expect(events).toMatchObject([
        { type: 'PanelConvened', data: { committee: 'Commissioning Committee', quorum: 0, members: [] } },
        { type: 'BatchDecided', data: { kind: 'confirmation', decidedBy: ['committee-secretary'], reference: 'Minute 7' } },
      ]),
    );
    expect(sittingAfter(confirming()).status).toBe('minuted-elsewhere');
    when(
      [confirming()],
      confirming({ reference: 'Minute 8', entries: [entry(PORTSMOUTH, {}, { outcome: 'confirmed' })] }),
    ).thenDecided((events) => expect(events.map(({ type }) => type)).toEqual(['BatchDecided']));
  });

  it.each<[string, Partial<Asked<'decide-batch'>>]>([
    ['minute-is-missing', { reference: undefined }],
    ['outcome-of-another-stage', { entries: [entry(DORSET)] }],
    ['decision-being-applied', { entries: [entry(DORSET, { beingAppliedBy: 'another' }, { outcome: 'confirmed' })] }],
    // Whoever judged it at another stage confirms nothing.
    ['too-few-take-part', { entries: [entry(DORSET, { judgedBefore: ['committee-secretary'] }, { outcome: 'confirmed' })] }],
  ])('is refused by %s', (rule, asked) => when([], confirming(asked)).thenRefused(rule));
});
