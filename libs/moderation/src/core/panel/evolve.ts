import type { PanelData, PanelEvent } from './events.js';
import { type Batch, type EntryStanding, isSitting, type Panel, type Recusal, type Sitting } from './state.js';

type Change<Type extends PanelEvent['type']> = (sitting: Sitting, data: PanelData<Type>, revision: bigint) => Partial<Sitting>;

/** What each event changes of a sitting. Closed by the compiler: an event without its entry does not type-check. */
const changes: { readonly [Type in Exclude<PanelEvent['type'], 'PanelConvened'>]: Change<Type> } = {
  PanelCancelled: (_, cancellation) => ({ status: 'cancelled', cancellation }),
  PanelMembersChanged: ({ members, attendance }, { added, removed, chair, secretary, quorum }) => {
    const stays = [...members, ...added].filter((person) => person !== chair && !removed.includes(person));
    const there = (people: readonly string[]) => people.filter((person) => person === chair || stays.includes(person));
    return {
      ...{ members: stays, chair, secretary, quorum },
      attendance: attendance && { present: there(attendance.present), apologies: there(attendance.apologies) },
    };
  },
  InterestDeclared: ({ interests, recusals }, declared) => ({
    interests: [...interests, declared],
    recusals: declared.outcome === 'recused' ? [...recusals, ...recusalsBy(declared)] : recusals,
  }),
  MemberRecused: ({ recusals }, data) => ({
    recusals: [...recusals, { ...data, interest: undefined, lifted: undefined }],
  }),
  RecusalLifted: ({ recusals }, { person, organisation, reason, liftedOn }) => ({
    recusals: recusals.map((one) =>
      one.person === person && one.organisation === organisation && one.lifted === undefined
        ? { ...one, lifted: { reason, liftedOn } }
        : one,
    ),
  }),
  PapersOpened: (_, { papers, present, openedOn }, revision) => ({
    status: 'open',
    papers: { openedOn, revision, byAssessment: new Map(papers.map((paper) => [paper.assessment, paper])) },
    attendance: { present, apologies: [] },
  }),
  AttendanceRecorded: (_, attendance) => ({ attendance }),
  BatchDecided: ({ batches }, { entries, ...batch }, revision) => ({
    batches: new Map(batches).set(batch.batch, {
      ...{ ...batch, revision },
      entries: new Map(entries.map((entry) => [entry.assessment, { ...entry, standing: { kind: 'being-applied' } }])),
    }),
  }),
  BatchEntryApplied: (sitting, { batch, assessment, revision }) =>
    settled(sitting, batch, assessment, { kind: 'applied', revision }),
  BatchEntryNotApplied: (sitting, { batch, assessment, rule, detail }) =>
    settled(sitting, batch, assessment, { kind: 'not-applied', rule, detail }),
  PanelClosed: (_, closing) => {
    const { present, apologies } = closing;
    return { status: 'closed', closing, attendance: { present, apologies } };
  },
};

/** The panel after one more event. Total: an event that does not fit leaves the sitting alone, yet counts. */
export function evolve(state: Panel, event: PanelEvent): Panel {
  const revision = state.revision + 1n;
  if (event.type === 'PanelConvened') return { ...convened(event.data), revision };
  if (!isSitting(state)) return { ...state, revision };
  // Each change takes its own event's data; the table's type pairs them, which a look-up by union loses.
  const change = changes[event.type] as Change<PanelEvent['type']>;
  return { ...state, ...change(state, event.data, revision), revision };
}

function convened(data: PanelData<'PanelConvened'>): Sitting {
  const { stage, area, framework, period, chair, members, secretary, quorum, committee } = data;
  return {
    ...{ stage, area, framework, period, chair, members, secretary, quorum },
    status: committee === undefined ? 'convened' : 'minuted-elsewhere',
    convened: data,
    interests: [],
    recusals: [],
    attendance: undefined,
    papers: undefined,
    batches: new Map(),
    closing: undefined,
    cancellation: undefined,
  };
}

const recusalsBy = ({ interest, person, organisations, what, reason, declaredOn }: PanelData<'InterestDeclared'>) =>
  organisations.map((organisation): Recusal => ({
    ...{ person, organisation, interest, recusedOn: declaredOn },
    reason: reason ?? what,
    lifted: undefined,
  }));

function settled({ batches }: Sitting, id: string, assessment: string, standing: EntryStanding): Partial<Sitting> {
  const batch: Batch | undefined = batches.get(id);
  const entry = batch?.entries.get(assessment);
  if (batch === undefined || entry === undefined) return {};
  const entries = new Map(batch.entries).set(assessment, { ...entry, standing });
  return { batches: new Map(batches).set(id, { ...batch, entries }) };
}
