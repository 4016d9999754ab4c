import { canonicalJson } from '#kernel/canonical-json.js';
import type { Decider } from '#kernel/decider.js';
import { surelyBefore } from '#kernel/partial-date.js';
import { refuse, type Refusal } from '#kernel/refusal.js';
import type { SurveyData, SurveyEvent } from './events.js';
import type { SurveyRule } from './rule-book.js';
import { evolve, initialState, isSameResult, type Nomination, type Survey } from './state.js';
import { keptAnswers } from './suppression.js';

type Fieldwork = SurveyData<'SurveyFieldworkRecorded'>;
type Counts = Omit<SurveyData<'SurveyResponsesCounted'>, 'answers'> & {
  readonly answers: NonNullable<SurveyData<'SurveyResponsesCounted'>['answers']>;
};

/** What a source says of a survey, in one piece. */
export interface RecordPublishedSurvey {
  readonly type: 'RecordPublished';
  readonly fieldwork: readonly Fieldwork[];
  readonly results: readonly SurveyData<'SurveyResultPublished'>[];
}

/** Everything that can be asked of a survey. Ids are minted outside. */
export type SurveyCommand =
  | RecordPublishedSurvey
  | ({ readonly type: 'RecordFieldwork' } & Fieldwork)
  | ({ readonly type: 'CountResponses' } & Counts)
  | ({ readonly type: 'Nominate' } & SurveyData<'StakeholderNominated'>)
  | ({ readonly type: 'WithdrawNomination' } & SurveyData<'NominationWithdrawn'>)
  | ({ readonly type: 'EraseContact' } & SurveyData<'NominationContactErased'>)
  | ({ readonly type: 'RecordComment' } & SurveyData<'SurveyCommentRecorded'>)
  | ({ readonly type: 'RedactComment' } & SurveyData<'SurveyCommentRedacted'>)
  | ({ readonly type: 'IdentifyArea' } & SurveyData<'AreaForImprovementIdentified'>)
  | ({ readonly type: 'TieAreaToAction' } & SurveyData<'AreaLedToAction'>)
  | ({ readonly type: 'FileReport' } & SurveyData<'SurveyReportFiled'>);

type Outcome = readonly SurveyEvent[] | Refusal<SurveyRule>;

/** The behaviour of a stream `survey-{organisation}.{year}`. */
export const surveyDecider: Decider<Survey, SurveyCommand, SurveyEvent, SurveyRule> = {
  initialState,
  evolve,
  decide(command, state): Outcome {
    switch (command.type) {
      case 'RecordPublished':
        return recordPublished(command, state);
      case 'CountResponses':
        return countResponses(command);
      case 'WithdrawNomination':
      case 'EraseContact':
        return changeNomination(command, state);
      case 'RedactComment':
        return redact(command, state);
      case 'TieAreaToAction':
        return tieToAction(command, state);
      default:
        return recordPlainly(command, state);
    }
  },
};

/** What the source said before, in the same words, is nothing new. */
function recordPublished({ fieldwork, results }: RecordPublishedSurvey, state: Survey): Outcome {
  for (const one of fieldwork) {
    const broken = endsAfterItBegins(one);
    if (broken) return broken;
  }
  const newFieldwork = fieldwork.filter((one) => !isKnown(state.fieldwork, one));
  const newResults = results.filter((one) => !isKnown(state.published, one));
  return [
    ...newFieldwork.map((data) => ({ type: 'SurveyFieldworkRecorded', data }) as const),
    ...newResults.map((data) => ({ type: 'SurveyResultPublished', data }) as const),
  ];
}

const isKnown = <Entry>(known: readonly Entry[], entry: Entry): boolean =>
  known.some((one) => canonicalJson(one) === canonicalJson(entry));

const endsAfterItBegins = ({ from, to }: Fieldwork): Refusal<SurveyRule> | undefined =>
  from !== null && to !== null && surelyBefore(to, from)
    ? refuse('fieldwork-ends-after-it-begins', `The fieldwork cannot end in ${to}: it began in ${from}.`)
    : undefined;

/** Counts of a group under five do not even reach the log. */
function countResponses({ question, group, answers, countedOn }: Counts): Outcome {
  const twice = answers.find((one, index) => answers.findIndex(({ answer }) => answer === one.answer) !== index);
  if (twice !== undefined) return refuse('an-answer-is-counted-once', `The answer "${twice.answer}" is counted twice.`);
  return [{ type: 'SurveyResponsesCounted', data: { question, group, answers: keptAnswers(answers), countedOn } }];
}

type NominationChange = Extract<SurveyCommand, { type: 'WithdrawNomination' | 'EraseContact' }>;

function changeNomination(command: NominationChange, { nominations }: Survey): Outcome {
  const known = nominations.find(({ id }) => id === command.nomination);
  if (known === undefined) return refuse('nomination-unknown', 'Nobody was nominated under that id.');
  return command.type === 'EraseContact' ? erase(command, known) : withdraw(command, known);
}

const withdraw = ({ nomination, withdrawnOn }: SurveyData<'NominationWithdrawn'>, known: Nomination): Outcome =>
  known.withdrawnOn === null
    ? [{ type: 'NominationWithdrawn', data: { nomination, withdrawnOn } }]
    : refuse('nomination-withdrawn-already', `This nomination was withdrawn on ${known.withdrawnOn}.`);

const erase = ({ nomination, erasedOn }: SurveyData<'NominationContactErased'>, known: Nomination): Outcome =>
  known.contactErasedOn === null
    ? [{ type: 'NominationContactErased', data: { nomination, erasedOn } }]
    : refuse('contact-erased-already', `The name and contact were erased on ${known.contactErasedOn}.`);

function redact({ type: _, ...data }: Extract<SurveyCommand, { type: 'RedactComment' }>, { comments }: Survey): Outcome {
  if (!comments.some(({ id }) => id === data.comment)) return refuse('comment-unknown', 'There is no comment of that id.');
  return [{ type: 'SurveyCommentRedacted', data }];
}

function tieToAction({ type: _, ...data }: Extract<SurveyCommand, { type: 'TieAreaToAction' }>, { areas }: Survey): Outcome {
  const known = areas.find(({ area }) => area === data.area);
  if (known === undefined) return refuse('area-unknown', 'There is no area for improvement of that id.');
  const isTied = known.actions.some(({ assessment, action }) => assessment === data.assessment && action === data.action);
  return isTied
    ? refuse('area-led-to-it-already', 'This area is tied to that action already.')
    : [{ type: 'AreaLedToAction', data }];
}

type Plain = Extract<SurveyCommand, { type: 'RecordFieldwork' | 'Nominate' | 'RecordComment' | 'IdentifyArea' | 'FileReport' }>;

function recordPlainly(command: Plain, state: Survey): Outcome {
  switch (command.type) {
    case 'RecordFieldwork': {
      const { type: _, ...data } = command;
      if (isKnown(state.fieldwork, data)) return [];
      return endsAfterItBegins(data) ?? [{ type: 'SurveyFieldworkRecorded', data }];
    }
    case 'Nominate': {
      const { type: _, ...data } = command;
      return [{ type: 'StakeholderNominated', data }];
    }
    case 'RecordComment': {
      const { type: _, ...data } = command;
      return [{ type: 'SurveyCommentRecorded', data }];
    }
    case 'IdentifyArea': {
      const { type: _, ...data } = command;
      return [{ type: 'AreaForImprovementIdentified', data }];
    }
    case 'FileReport': {
      const { type: _, ...data } = command;
      return [{ type: 'SurveyReportFiled', data }];
    }
  }
}

/** Whether a file tells one result twice. */
export const toldTwice = (results: RecordPublishedSurvey['results']): boolean =>
  results.some((one, index) => results.findIndex((other) => isSameResult(one, other)) !== index);
