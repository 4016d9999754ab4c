import { z } from 'zod';
import { reopeningRefusalRequest, reopeningRequest } from '#api-contract/reopening-requests.js';
import { RefuseReopening, ReopenRatings, RequestReopening } from '#assessment/commands.js';
import { form, type FormContext } from './assessment-form.js';
import { given } from './form-definition.js';

const asking = form({
  path: 'reopening-request',
  template: 'forms/reopening-request.njk',
  title: 'Ask to reopen the ratings',
  button: 'Send the request',
  permission: 'assessment.request-reopening',
  schema: reopeningRequest,
  words: { reason: 'why they should be judged again', items: 'the items' },
  read: (typed) => {
    const items = typed.all('items');
    return given({ reason: typed.text('reason'), items: items.length === 0 ? undefined : items });
  },
  command: (by, { answer }, request) => new RequestReopening(by, answer.id, request),
  model: (_typed, { answer }) => ({ byHand: answer.items.filter(({ how }) => how === 'by-hand') }),
});

const requestOf = ({ answer, subject }: FormContext) => answer.reopenings.find(({ request }) => request === subject);

/** One page decides either way; what is sent is the approval, or the refusal with its reason. */
const deciding = form({
  path: 'reopening',
  template: 'forms/reopening.njk',
  title: 'Decide on the request to reopen',
  button: 'Record the decision',
  permission: 'assessment.reopen',
  schema: z.union([
    reopeningRefusalRequest.extend({ outcome: z.literal('refused') }),
    z.strictObject({ outcome: z.literal('approved'), reason: z.undefined().optional() }),
  ]),
  words: { outcome: 'whether the ratings are reopened', reason: 'why they are not' },
  read: (typed) => {
    const outcome = typed.text('outcome');
    return given({ outcome, reason: outcome === 'approved' ? undefined : typed.text('reason') });
  },
  command: (by, { answer, subject = '' }, request) =>
    request.outcome === 'approved'
      ? new ReopenRatings(by, answer.id, { request: subject })
      : new RefuseReopening(by, answer.id, subject, { reason: request.reason }),
  model: (_typed, context) => {
    const asked = requestOf(context);
    const labels = context.answer.items.filter(({ item }) => asked?.items.includes(item)).map(({ label }) => label);
    return { asked, labels };
  },
});

/** Having final ratings judged again. */
export const reopeningForms = [asking, deciding];
