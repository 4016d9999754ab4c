import type { LetterCommand } from '../decider.js';
import type { LetterData, LetterFacts } from '../events.js';

export const TODAY = '2015-10-20';

export const facts: LetterFacts = {
  revision: '7',
  status: 'moderated',
  checkpoints: ['2015-07-21'],
  headline: {
    label: 'Overall rating',
    rating: 'Assured as good',
    how: 'The lowest component is Assured as good.',
    certainty: 'assumed',
  },
  ratings: [
    { item: 'well-led', label: 'Well-led organisation', rating: 'Assured as good', before: 'Limited assurance' },
    { item: 'planning', label: 'Planning', rating: 'Assured as good', before: 'Assured as good' },
  ],
  actions: [
    { action: 'a-1', description: 'Send the recovery plan', owner: 'Accountable officer', due: '2015-11-01', from: '2015-16-q1' },
  ],
  trajectories: [
    {
      ...{ measure: 'A&E within four hours', unit: '%' },
      months: [
        { month: '2015-07', planned: '91', actual: '91.25' },
        { month: '2015-08', planned: '92.5', actual: null },
      ],
    },
  ],
};

export const draft: Omit<LetterData<'LetterDrafted'>, 'draftedOn'> = {
  kind: 'quarter-report',
  assessment: '11J.ccg-assurance-2015-16.2015-16-q1',
  organisation: { code: '11J', name: 'NHS Dorset CCG' },
  office: { code: 'Q70', name: 'Wessex' },
  region: { code: 'Y57', name: 'South of England' },
  framework: { id: 'ccg-assurance-2015-16', title: 'CCG Assurance Framework 2015/16' },
  period: '2015-16-q1',
  title: 'Summary report',
  facts,
  sections: [{ section: 'summary', heading: 'Summary', text: 'All went well.' }],
  annexes: [],
  addressees: [{ role: 'Accountable officer', body: 'NHS Dorset CCG' }],
  classification: 'OFFICIAL-SENSITIVE',
};

type Asked<Type extends LetterCommand['type']> = Omit<Extract<LetterCommand, { type: Type }>, 'type' | 'today'>;

/** A command on TODAY, or on another day. */
export const command = <Type extends LetterCommand['type']>(type: Type, asked: Asked<Type>, today = TODAY): LetterCommand =>
  ({ type, today, ...asked }) as unknown as LetterCommand;

export const drafting = (more: Partial<typeof draft> = {}) => command('draft-letter', { draft: { ...draft, ...more } });
export const asking = (until = '2015-10-30') => command('ask-fact-check', { until });
export const agreeing = command('answer-fact-check', { outcome: 'agreed' });
const signatory = { role: 'Director of Commissioning Operations', body: 'NHS England, Wessex' };
export const issuing = (
  standing: { areFinal?: boolean; haveChanged?: boolean; issuedOn?: string } = {},
  today = TODAY,
): LetterCommand =>
  command(
    'issue-letter',
    {
      signatory,
      issuedOn: standing.issuedOn,
      standing: { areFinal: standing.areFinal ?? true, haveChanged: standing.haveChanged ?? false },
      hashOf: () => 'ab'.repeat(32),
    },
    today,
  );
