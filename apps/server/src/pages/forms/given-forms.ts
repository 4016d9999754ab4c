import { PublishGivenRating, RecordGivenRating } from '#assessment/commands.js';
import { givenPublicationRequest, givenRatingRequest } from '#api-contract/assessment-requests.js';
import type { AssessmentAnswer, ItemView } from '#assessment/queries.js';
import { form } from './assessment-form.js';
import { choicesOf } from './choices.js';
import { given } from './form-definition.js';

/** The items that are decided elsewhere. */
export const givenItems = ({ items }: AssessmentAnswer): readonly ItemView[] => items.filter(({ how }) => how === 'given');

const itemNamed = (answer: AssessmentAnswer, item: string | undefined): ItemView | undefined =>
  givenItems(answer).find((one) => one.item === item);

/** A rating decided elsewhere: first which item, then what was given, by whom and where it stands. */
const record = form({
  path: 'given-rating',
  template: 'forms/given-rating.njk',
  title: 'Record a rating that was decided elsewhere',
  button: 'Record what was given',
  permission: 'assessment.record-given',
  schema: givenRatingRequest,
  words: {
    rating: 'the rating given',
    'givenBy/body': 'the body that gave it',
    'givenBy/role': 'the role of whoever gave it',
    givenOn: 'the day it was given',
    source: 'where it stands',
  },
  read: (typed, { subject }) =>
    given({
      item: subject,
      rating: typed.text('rating'),
      givenBy: given({ body: typed.text('givenBy/body'), role: typed.text('givenBy/role') }),
      givenOn: typed.date('givenOn'),
      reason: typed.text('reason'),
      source: typed.text('source'),
    }),
  command: (by, { answer }, request) => new RecordGivenRating(by, answer.id, request),
  model: (_typed, { answer, subject, terms }) => ({
    items: givenItems(answer),
    item: itemNamed(answer, subject),
    choices: subject === undefined ? [] : choicesOf(subject, terms),
  }),
});

/** The given ratings that stand and are not published yet. */
export const unpublished = ({ items }: AssessmentAnswer): readonly ItemView[] =>
  items.filter(({ given: origin }) => origin?.publishedOn === null);

/** That a given rating was published, by itself. */
const publication = form({
  path: 'given-publication',
  template: 'forms/given-publication.njk',
  title: 'Record that a given rating was published',
  button: 'Record the publication',
  permission: 'assessment.publish-given',
  schema: givenPublicationRequest,
  words: { publishedOn: 'the day it was published', publishedIn: 'where it was published' },
  read: (typed) => given({ publishedOn: typed.date('publishedOn'), publishedIn: typed.text('publishedIn') }),
  command: (by, { answer, subject }, request) => new PublishGivenRating(by, answer.id, subject ?? '', request),
  model: (_typed, { answer, subject }) => ({
    items: unpublished(answer),
    item: unpublished(answer).find((one) => one.given?.record === subject),
  }),
});

/** What is decided elsewhere. */
export const givenForms = [record, publication];
