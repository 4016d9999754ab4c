import { z } from 'zod';
import { batchRequest, confirmationsRequest } from '#api-contract/panel-requests.js';
import { ConfirmTogether, DecideTogether } from '#moderation/commands.js';
import { dateFields } from '../forms/date-fields.js';
import { formsAbout, given } from '../forms/form-definition.js';
import type { Typed } from '../forms/typed.js';
import { boxes, type Choosable, decidedOn, leftOpen, type Looked, placeChosen, valueOf } from './chosen.js';

/** What a form that decides on many is shown and read with. */
interface ManyContext {
  readonly rows: readonly Choosable[];
  /** What the decision would come to; undefined where nothing was chosen yet, or it is not complete. */
  readonly looked: Looked | undefined;
  /** The day it is dated unless somebody says otherwise. */
  readonly day: string;
}

/** Of a sitting. */
export interface BatchContext extends ManyContext {
  readonly panel: string;
  /** Every other rating that one item can be given, as "item rating". */
  readonly changes: readonly { readonly value: string; readonly text: string }[];
}

const chosen = confirmationsRequest.shape.assessments;
const noReason = { path: ['reason'], message: 'must not be empty' };
const WORDS = { chosen: 'at least one assessment', decidedOn: 'the day it was decided', outcome: 'what was decided' };

const start = ({ rows, day }: ManyContext) => ({
  ...dateFields('decidedOn', day),
  chosen: rows.filter(({ isReady }) => isReady).map(valueOf),
});
const model = (typed: Typed, { rows, looked }: ManyContext) => ({ boxes: boxes(rows, typed), looked });

const common = (typed: Typed, { looked }: ManyContext) => ({
  chosen: placeChosen(typed, 'chosen', placeChosen(typed, 'entries', decidedOn(typed, looked))),
  outcome: typed.text('outcome'),
  reason: typed.text('reason'),
  decidedOn: typed.date('decidedOn'),
});

const batchSchema = z
  .object({
    chosen,
    outcome: z.enum(['upheld', 'changed', 'returned']),
    change: z
      .string()
      .regex(/^\S+ \S+$/)
      .optional(),
    reason: batchRequest.shape.reason,
    decidedOn: batchRequest.shape.decidedOn,
  })
  .refine(({ outcome, reason }) => outcome === 'upheld' || reason !== undefined, noReason)
  .refine(({ outcome, change }) => outcome !== 'changed' || change !== undefined, {
    path: ['change'],
    message: 'must not be empty',
  });

/** One decision of a sitting on many of its papers: all unchanged, one item of each changed alike, or all returned. */
export const batchForm = formsAbout<BatchContext>()({
  path: 'batch',
  template: 'panels/forms/batch.njk',
  title: 'Decide on many at once',
  button: 'Record the decision',
  permission: 'panel.decide',
  checkFirst: true,
  schema: batchSchema,
  words: { ...WORDS, change: 'which item is changed to which rating', reason: 'the reason' },
  read: (typed, context) => given({ ...common(typed, context), change: typed.text('change') }),
  leftOpen: (typed, { looked }) => leftOpen(typed, looked),
  command: (by, { panel }, request) => new DecideTogether(by, panel, batchOf(request)),
  model: (typed, context) => ({ ...model(typed, context), changes: context.changes }),
  start,
});

/** The decision as the API takes it. */
export function batchOf({ chosen: all, outcome, change, reason, decidedOn }: z.infer<typeof batchSchema>) {
  const [item = '', rating = ''] = change?.split(' ') ?? [];
  const changes = outcome === 'changed' ? [{ item, rating }] : [];
  return { reason, decidedOn, entries: all.map((one) => ({ ...one, outcome, changes })) };
}

/** The decision that was typed, as far as it is complete. */
export function batchIn(typed: Typed, context: BatchContext) {
  const { success, data } = batchSchema.safeParse(given({ ...common(typed, context), change: typed.text('change') }));
  return success ? batchOf(data) : undefined;
}

const confirmationsSchema = confirmationsRequest
  .omit({ assessments: true, decidedBy: true, items: true })
  .extend({ chosen })
  .refine(({ outcome, reason }) => outcome === 'confirmed' || reason !== undefined, noReason);

const confirmationsOf = ({ chosen: assessments, ...rest }: z.infer<typeof confirmationsSchema>) => ({ ...rest, assessments });

const committees = (typed: Typed, context: ManyContext) =>
  given({ ...common(typed, context), committee: typed.text('committee'), reference: typed.text('reference') });

/** The committee's decision on many assessments of a period: all confirmed, or all returned. */
export const confirmationsForm = formsAbout<ManyContext>()({
  path: 'confirmations',
  template: 'panels/forms/confirmations.njk',
  title: "Record the committee's decision on many",
  button: 'Record the decision',
  permission: 'panel.decide',
  checkFirst: true,
  schema: confirmationsSchema,
  words: { ...WORDS, committee: 'the committee', reference: 'the minute', reason: 'why they are returned' },
  read: committees,
  leftOpen: (typed, { looked }) => leftOpen(typed, looked),
  command: (by, _context, request) => new ConfirmTogether(by, confirmationsOf(request)),
  model,
  start,
});

/** The committee's decision that was typed, as far as it is complete. */
export function confirmationsIn(typed: Typed, context: ManyContext) {
  const { success, data } = confirmationsSchema.safeParse(committees(typed, context));
  return success ? confirmationsOf(data) : undefined;
}
