import type { SurveyData, SurveyEvent } from './events.js';

/** Somebody the organisation named, by id: `group` is what they are to it. */
export interface Nomination {
  readonly id: string;
  readonly group: string;
  readonly nominatedOn: string;
  readonly withdrawnOn: string | null;
  readonly contactErasedOn: string | null;
}

/** A comment as it may be read: its redacted text once it was redacted. */
export interface Comment {
  readonly id: string;
  readonly text: string;
  readonly redactedOn: string | null;
}

/** Something to do better, with the actions of assessments that follow from it. */
export type Area = SurveyData<'AreaForImprovementIdentified'> & {
  readonly actions: readonly { readonly assessment: string; readonly action: string }[];
};

/** What is known of a year's survey. */
export interface Survey {
  readonly fieldwork: readonly SurveyData<'SurveyFieldworkRecorded'>[];
  readonly published: readonly SurveyData<'SurveyResultPublished'>[];
  readonly counted: readonly SurveyData<'SurveyResponsesCounted'>[];
  readonly nominations: readonly Nomination[];
  readonly comments: readonly Comment[];
  readonly areas: readonly Area[];
  readonly reports: readonly SurveyData<'SurveyReportFiled'>[];
}

export const initialState: Survey = {
  fieldwork: [],
  published: [],
  counted: [],
  nominations: [],
  comments: [],
  areas: [],
  reports: [],
};

/** The list with one more entry, in the place of the one it says anew. */
function saidAnew<Entry>(entries: readonly Entry[], entry: Entry, same: (known: Entry) => boolean): readonly Entry[] {
  return entries.some(same) ? entries.map((known) => (same(known) ? entry : known)) : [...entries, entry];
}

const changed = <Entry extends { readonly id: string }>(entries: readonly Entry[], id: string, change: Partial<Entry>) =>
  entries.map((known) => (known.id === id ? { ...known, ...change } : known));

/** The survey after one more event. */
export function evolve(state: Survey, { type, data }: SurveyEvent): Survey {
  switch (type) {
    case 'SurveyFieldworkRecorded':
      return { ...state, fieldwork: saidAnew(state.fieldwork, data, ({ source }) => source === data.source) };
    case 'SurveyResultPublished':
      return { ...state, published: saidAnew(state.published, data, (known) => isSameResult(known, data)) };
    case 'SurveyResponsesCounted': {
      const same = ({ question, group }: typeof data): boolean => question === data.question && group === data.group;
      return { ...state, counted: saidAnew(state.counted, data, same) };
    }
    case 'StakeholderNominated': {
      const { nomination: id, group, nominatedOn } = data;
      const nomination = { id, group, nominatedOn, withdrawnOn: null, contactErasedOn: null };
      return { ...state, nominations: [...state.nominations, nomination] };
    }
    case 'NominationWithdrawn':
      return { ...state, nominations: changed(state.nominations, data.nomination, { withdrawnOn: data.withdrawnOn }) };
    case 'NominationContactErased':
      return { ...state, nominations: changed(state.nominations, data.nomination, { contactErasedOn: data.erasedOn }) };
    case 'SurveyCommentRecorded':
      return { ...state, comments: [...state.comments, { id: data.comment, text: data.text, redactedOn: null }] };
    case 'SurveyCommentRedacted':
      return { ...state, comments: changed(state.comments, data.comment, { text: data.text, redactedOn: data.redactedOn }) };
    case 'AreaForImprovementIdentified':
      return { ...state, areas: [...state.areas, { ...data, actions: [] }] };
    case 'AreaLedToAction': {
      const { area, assessment, action } = data;
      const tied = (known: Area): Area => ({ ...known, actions: [...known.actions, { assessment, action }] });
      return { ...state, areas: state.areas.map((known) => (known.area === area ? tied(known) : known)) };
    }
    case 'SurveyReportFiled':
      return { ...state, reports: [...state.reports, data] };
  }
}

type Result = SurveyData<'SurveyResultPublished'>;

/** Whether two results answer the same question in the same words by the same source. */
export const isSameResult = (one: Result, other: Result): boolean =>
  one.question === other.question && one.answer === other.answer && one.source === other.source;
