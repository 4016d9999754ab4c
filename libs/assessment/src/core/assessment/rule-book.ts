/* eslint-disable max-lines -- one table, as long as there are rules; docs/rules.md is made of this file alone */
import type { RuleEntry } from '#kernel/rule-book.js';

const STATES = 'docs/assessment.md, States';
const STAGES = 'docs/assessment.md, Stages';
const SITTINGS = 'docs/moderation.md';
const EVENTS = 'docs/assessment.md, Recording';
const TRAJECTORIES = 'docs/assessment.md, Trajectories';
const PACK = 'docs/assessment.md, Certainty';
const JUDGED = 'docs/assessment.md, Judging what was seen';
const RETURNS = 'Final authorisation decision-making process, NHS England, September 2012: returned with reason';
const INDICATORS = 'docs/assessment.md, Indicators and dashboards';
const GIVEN = 'docs/assessment.md, Given ratings';
const RATING = 'docs/assessment.md, Rating';
const VOICE = 'docs/assessment.md, The organisation’s voice';
const REOPENING = 'docs/assessment.md, Reopening';
const VERSIONS = 'docs/assessment.md, A new version of the framework';

/**
 * Every rule an assessment can be refused by. The names are stable: programs, tests and problem types use them.
 * `docs/rules.md` and the problem types are generated from this table.
 */
export const assessmentRules = {
  'assessment-was-never-opened': {
    sentence: 'Work is recorded only on an assessment that was opened.',
    source: STATES,
    status: 404,
  },
  'assessment-already-open': {
    sentence: 'An assessment that is open or transcribed is not opened again.',
    source: STATES,
    status: 409,
  },
  'assessment-is-transcribed': {
    sentence: 'An assessment copied from published sources takes no work of our own.',
    source: STATES,
    status: 409,
  },
  'assessment-is-live': { sentence: 'Nothing is transcribed into an assessment worked on here.', source: STATES, status: 409 },
  'assessment-is-withdrawn': {
    sentence: 'A withdrawn assessment is not judged; it takes a new opening first.',
    source: STATES,
    status: 409,
  },
  'assessment-not-open': { sentence: 'Only an open assessment can be submitted or withdrawn.', source: STATES, status: 409 },
  'ratings-frozen-after-submission': {
    sentence: "After submission the assessor's ratings are frozen until a return or a recall.",
    source: RATING,
    status: 409,
  },
  'item-not-reopened': {
    sentence: 'In a returned round only the items the return named are rated again.',
    source: STATES,
    status: 409,
  },
  'nothing-to-recall': { sentence: 'Only a submission that is in moderation can be recalled.', source: STATES, status: 409 },
  'stage-has-begun': {
    sentence: 'A submission is not recalled once a stage has decided in its round.',
    source: STATES,
    status: 409,
  },
  'stage-out-of-order': { sentence: 'Stages judge in their order, none skipped.', source: RATING, status: 409 },
  'stage-not-in-framework': {
    sentence: 'Only the stages the framework sets for this kind of period judge.',
    source: STAGES,
    status: 422,
  },
  'stage-may-not-be-skipped': {
    sentence: 'A stage is left out only where the framework allows it.',
    source: STAGES,
    status: 422,
  },

  'item-not-in-framework': { sentence: "Only items of the framework's pack are noted or rated.", source: RATING, status: 422 },
  'item-named-twice': { sentence: 'One request names each item once.', source: RATING, status: 422 },
  'rating-not-on-scale': {
    sentence: "A rating is one of its item's scale for this kind of period.",
    source: RATING,
    status: 422,
  },
  'not-applicable-not-allowed': {
    sentence: 'An item is not applicable only where the pack allows it.',
    source: RATING,
    status: 422,
  },
  'not-applicable-needs-a-reason': { sentence: 'An item is not applicable only with a reason.', source: JUDGED, status: 422 },
  'change-needs-a-reason': { sentence: 'A change of a rating needs a reason.', source: RATING, status: 422 },
  'computed-item-is-not-rated-by-hand': {
    sentence: 'What a rule computes is not rated by hand; only its headline can be overridden, by a stage.',
    source: JUDGED,
    status: 422,
  },
  'given-item-is-not-rated-here': {
    sentence: 'An item decided elsewhere is not rated by the assessor.',
    source: PACK,
    status: 422,
  },
  'date-not-real': { sentence: 'A date names a day that exists.', source: RATING, status: 422 },
  'date-in-the-future': { sentence: 'Nothing is recorded as done on a day still to come.', source: RATING, status: 422 },

  'not-every-item-rated': { sentence: 'Submission needs every item rated.', source: RATING, status: 422 },
  'no-checkpoint-meeting': {
    sentence: 'Submission needs a checkpoint meeting, or the reason why none was held.',
    source: RATING,
    status: 422,
  },
  'checkpoint-was-held': {
    sentence: 'No reason for holding no checkpoint is recorded where one was held.',
    source: EVENTS,
    status: 409,
  },

  'four-eyes': {
    sentence: 'Whoever proposed a rating or decided at one stage decides at no other, in any round.',
    source: STAGES,
    status: 422,
  },
  'person-who-decided-is-missing': { sentence: 'A decision names at least one person who decided.', source: STAGES, status: 422 },
  'panel-required': { sentence: 'A stage that sits as a panel names the sitting.', source: STAGES, status: 422 },
  'sitting-unknown': { sentence: 'A sitting that is named was convened.', source: SITTINGS, status: 422 },
  'sitting-not-open': { sentence: 'A sitting decides while it is open.', source: SITTINGS, status: 409 },
  'sitting-does-not-cover': {
    sentence: 'A sitting decides on assessments of its own stage, area, framework and period.',
    source: SITTINGS,
    status: 422,
  },
  'before-the-sitting': { sentence: 'A sitting decides on its day or later.', source: SITTINGS, status: 422 },
  'decider-not-present': { sentence: 'Those who decide in a sitting are present.', source: SITTINGS, status: 422 },
  'too-few-take-part': {
    sentence: 'A sitting decides with a quorum of those present and not recused.',
    source: SITTINGS,
    status: 422,
  },
  'recused-of-the-organisation': {
    sentence: 'Nobody decides on an organisation they are recused of, in a sitting or outside one.',
    source: SITTINGS,
    status: 422,
  },
  'decision-being-applied': {
    sentence: 'An assessment whose decision is being applied takes no other.',
    source: SITTINGS,
    status: 409,
  },
  'papers-are-open': {
    sentence: 'A submission is not recalled once a panel has opened its papers on it.',
    source: SITTINGS,
    status: 409,
  },
  'judged-revision-missing': { sentence: 'A judgement says which revision it judged.', source: JUDGED, status: 428 },
  'judged-revision-is-unknown': {
    sentence: 'The revision judged is one this assessment has reached.',
    source: JUDGED,
    status: 412,
  },
  'judged-revision-is-stale': {
    sentence: 'The revision judged is at or after the last material change.',
    source: JUDGED,
    status: 412,
  },
  'outcome-and-items-disagree': {
    sentence: 'Changes belong to the outcome changed, named items to the outcome returned.',
    source: JUDGED,
    status: 422,
  },
  'changes-missing': { sentence: 'The outcome changed names what it changes.', source: JUDGED, status: 422 },
  'change-has-no-effect': { sentence: 'The outcome changed changes something.', source: JUDGED, status: 422 },
  'override-must-be-restated': {
    sentence: 'A change that alters what the rule computes under an override restates or drops the override.',
    source: JUDGED,
    status: 422,
  },
  'returned-items-missing': {
    sentence: 'A return names at least one item, or all by naming none at all.',
    source: STATES,
    status: 422,
  },
  'return-needs-a-reason': { sentence: 'A return says why.', source: RETURNS, status: 422 },

  'indicator-not-recorded-here': {
    sentence: 'Only indicators the framework names are recorded, and others where it says that its list is not whole.',
    source: INDICATORS,
    status: 422,
  },
  'indicator-field-not-recorded': {
    sentence: 'Of an indicator only what the framework names is recorded.',
    source: INDICATORS,
    status: 422,
  },
  'indicator-field-missing': {
    sentence: "An indicator's value, or its score alone, is given with its period and source, where the framework records them.",
    source: INDICATORS,
    status: 422,
  },
  'score-not-on-scale': {
    sentence: "An indicator's score is one of the framework's scale for scores.",
    source: INDICATORS,
    status: 422,
  },
  'unknown-meeting': {
    sentence: 'A dashboard came with a checkpoint meeting of this assessment that stands.',
    source: INDICATORS,
    status: 422,
  },

  'item-not-given': {
    sentence: 'Only an item decided elsewhere is recorded as given; any other is rated through the stages.',
    source: GIVEN,
    status: 422,
  },
  'given-rating-published-already': {
    sentence: 'A given rating is published once; a wrong day or place of it is corrected.',
    source: GIVEN,
    status: 409,
  },
  'published-before-it-was-given': {
    sentence: 'A given rating is published on or after the day it was given.',
    source: GIVEN,
    status: 422,
  },
  'given-rating-moves-what-was-submitted': {
    sentence: 'A given rating that a rule reads changes only while the assessment is open.',
    source: GIVEN,
    status: 409,
  },

  'unknown-trajectory': {
    sentence: 'Only a trajectory agreed in this assessment is followed up here.',
    source: TRAJECTORIES,
    status: 404,
  },
  'months-not-in-order': { sentence: 'A plan names each month once, in their order.', source: TRAJECTORIES, status: 422 },
  'month-not-on-trajectory': {
    sentence: 'What came of a month is told for months of the plan.',
    source: TRAJECTORIES,
    status: 422,
  },
  'month-still-to-come': { sentence: 'Nothing has come of a month that has not begun.', source: TRAJECTORIES, status: 422 },
  'changed-value-needs-a-reason': {
    sentence: 'A value that was told is told otherwise only with a reason.',
    source: TRAJECTORIES,
    status: 422,
  },

  'unknown-record': { sentence: 'Only a record of this assessment is corrected or withdrawn.', source: EVENTS, status: 422 },
  'record-was-withdrawn': { sentence: 'A withdrawn record is not worked on.', source: EVENTS, status: 409 },
  'field-not-correctable': { sentence: 'Only fields that were typed are corrected.', source: EVENTS, status: 422 },
  'corrected-value-not-allowed': { sentence: 'A corrected value is one the field could have had.', source: EVENTS, status: 422 },
  'unknown-action': { sentence: 'Only an action agreed in this assessment is followed up here.', source: EVENTS, status: 404 },
  'action-already-completed': { sentence: 'A completed action is not worked on.', source: EVENTS, status: 409 },

  'published-was-not-judged': {
    sentence: 'Only final ratings are published, as they were judged.',
    source: 'docs/publication.md, Editions',
    status: 409,
  },

  'fact-already-transcribed-differently': {
    sentence: 'A transcribed fact is corrected, with a reason, and never transcribed anew with another content.',
    source: EVENTS,
    status: 409,
  },
  'unknown-fact': { sentence: 'Only a fact transcribed here is corrected.', source: EVENTS, status: 422 },

  'draft-is-published': { sentence: 'What is published is no draft to be shared or commented on.', source: VOICE, status: 409 },
  'nothing-to-share': { sentence: 'A sharing names items or the notes of meetings and calls.', source: VOICE, status: 422 },
  'item-not-rated': { sentence: 'Only items with a rating are shared.', source: VOICE, status: 422 },
  'window-already-over': { sentence: 'A window to comment has its last day today or later.', source: VOICE, status: 422 },
  'unknown-sharing': { sentence: 'Only what was shared is commented on, or closed.', source: VOICE, status: 404 },
  'comment-window-not-open': { sentence: 'The organisation speaks while its window is open.', source: VOICE, status: 409 },
  'item-not-shared': { sentence: 'The organisation speaks of the items shared with it.', source: VOICE, status: 422 },
  'comment-needs-words': { sentence: 'Only agreement goes without words.', source: VOICE, status: 422 },
  'unknown-comment': { sentence: 'Only a comment of the organisation is answered.', source: VOICE, status: 404 },
  'not-there-to-read-back': {
    sentence: 'A note is read back by somebody who was there, or by the organisation with which it was shared.',
    source: VOICE,
    status: 422,
  },
  'difference-needs-words': { sentence: 'Whoever remembers it differently says how.', source: VOICE, status: 422 },
  'board-not-consulted': {
    sentence:
      'No rating of a year becomes final before the Health and Wellbeing Boards were consulted, where the framework says so.',
    source: 'NHS Act 2006, sections 14Z16(4) and 14Z59; docs/assessment.md, The organisation’s voice',
    status: 409,
  },
  'nothing-to-reopen': {
    sentence: 'Only ratings that are final are reopened: before, a stage returns them.',
    source: REOPENING,
    status: 409,
  },
  'reopening-requested-already': { sentence: 'One request to reopen waits at a time.', source: REOPENING, status: 409 },
  'unknown-reopening-request': { sentence: 'Only what was requested is approved or refused.', source: REOPENING, status: 404 },
  'reopening-settled-already': { sentence: 'A request is approved or refused once.', source: REOPENING, status: 409 },
  'reopening-needs-another-person': {
    sentence: 'Whoever requests a reopening does not approve it.',
    source: REOPENING,
    status: 422,
  },
  'comment-window-is-open': {
    sentence: 'No stage closes, and no committee decides, while the organisation may still comment.',
    source: VOICE,
    status: 409,
  },
  'comment-not-answered': {
    sentence: 'No stage closes, and no committee decides, while a comment of the organisation is unanswered.',
    source: VOICE,
    status: 409,
  },

  'assessment-is-finished': {
    sentence: 'Final ratings stand under the version of the framework they were judged by; they are reopened first.',
    source: VERSIONS,
    status: 409,
  },
  'framework-version-unknown': {
    sentence: 'Only an adopted version of the same framework is applied.',
    source: VERSIONS,
    status: 422,
  },
  'framework-version-not-newer': {
    sentence: 'Only a newer version than the one that stands is applied.',
    source: VERSIONS,
    status: 422,
  },
  'framework-version-not-alike': {
    sentence: 'A version that is applied keeps the items, their scales, who rates them and the stages.',
    source: VERSIONS,
    status: 422,
  },
} as const satisfies Readonly<Record<string, RuleEntry>>;

export type AssessmentRule = keyof typeof assessmentRules;
