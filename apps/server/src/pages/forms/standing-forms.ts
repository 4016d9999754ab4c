import { RecordStageNotHeld, TransferAssessment } from '#assessment/commands.js';
import { stageNotHeldRequest, transferRequest } from '#api-contract/assessment-requests.js';
import { leavingOut } from '../assessments/tasks.js';
import { stageNames } from '../words/stages.js';
import { form } from './assessment-form.js';
import { dateFields } from './date-fields.js';
import { given } from './form-definition.js';

const transfer = form({
  path: 'transfer',
  template: 'forms/transfer.njk',
  title: 'Hand it to another local office',
  button: 'Hand it over',
  permission: 'assessment.transfer',
  schema: transferRequest,
  words: { office: 'the local office it goes to', reason: 'why it is handed over' },
  read: (typed) => given({ office: typed.text('office'), reason: typed.text('reason') }),
  command: (by, { answer }, request) => new TransferAssessment(by, answer.id, request),
});

const stageNotHeld = form({
  path: 'stage-not-held',
  template: 'forms/stage-not-held.njk',
  title: 'Record that a stage is not held',
  button: 'Record it',
  permission: ({ answer }) => leavingOut(answer),
  schema: stageNotHeldRequest,
  words: { reason: 'why the stage is not held', decidedOn: 'the day that was decided' },
  read: (typed, { answer }) => given({ stage: answer.stage, reason: typed.text('reason'), decidedOn: typed.date('decidedOn') }),
  command: (by, { answer }, request) => new RecordStageNotHeld(by, answer.id, request),
  model: (_typed, { answer }) => ({ stageName: stageNames[answer.stage ?? ''] ?? answer.stage }),
  start: ({ today }) => dateFields('decidedOn', today),
});

/** Where an assessment lies, and which stages it goes through. */
export const standingForms = [transfer, stageNotHeld];
