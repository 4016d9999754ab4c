/** One rule as people read it, and the HTTP status its refusal is answered with. */
interface RuleEntry {
  readonly sentence: string;
  /** Document and section the rule comes from. */
  readonly source: string;
  readonly status: 404 | 409 | 422;
}

const FAQS = 'NHS England: PCE indicator FAQs, 6 February 2019';
const STATES = 'docs/self-assessment.md, States';
const REVIEW = 'docs/self-assessment.md, Review';
const DESK = 'docs/self-assessment.md, Desk review';
const EVIDENCE = 'docs/self-assessment.md, Evidence';

/**
 * Every rule a self-assessment can be refused by. The names are stable: programs, tests and problem types use them.
 * `docs/rules.md` and the problem types are generated from this table.
 */
export const selfAssessmentRules = {
  'self-assessment-not-started': {
    sentence: 'Work is recorded only on a self-assessment that was started.',
    source: STATES,
    status: 404,
  },
  'self-assessment-started-already': { sentence: 'A self-assessment is started once.', source: STATES, status: 409 },
  'nothing-to-assess-oneself-on': {
    sentence: 'Only a framework that asks for a self-assessment or a desk review has one.',
    source: STATES,
    status: 422,
  },
  'self-assessment-not-asked-for': {
    sentence: 'The organisation scores itself only where the framework asks it to.',
    source: DESK,
    status: 409,
  },
  'self-assessment-is-in-review': {
    sentence: 'Once it is submitted, scores stand until the assessor returns them.',
    source: STATES,
    status: 409,
  },
  'self-assessment-is-final': { sentence: 'A final self-assessment takes no more scores.', source: STATES, status: 409 },
  'self-assessment-not-final': {
    sentence: 'Only final scores are proposed as ratings, and only they are taken back.',
    source: REVIEW,
    status: 409,
  },
  'criterion-not-in-framework': { sentence: 'Only criteria of the framework are scored.', source: STATES, status: 422 },
  'criterion-not-returned': {
    sentence: 'After a return only the criteria it named are scored again.',
    source: STATES,
    status: 409,
  },
  'criterion-score-not-on-scale': { sentence: 'A score is one of the scale of its criterion.', source: STATES, status: 422 },
  'more-evidence-than-allowed': {
    sentence: 'No more pieces of evidence are named for a criterion than the framework allows.',
    source: FAQS,
    status: 422,
  },
  'evidence-for-no-criterion': {
    sentence: 'Where an item is scored against several criteria, each piece of evidence names one of them.',
    source: EVIDENCE,
    status: 422,
  },
  'site-not-stated': {
    sentence: "The organisation's own site is stated before evidence on it is named.",
    source: EVIDENCE,
    status: 409,
  },
  'link-is-no-address': { sentence: 'A link is a web address that begins with http or https.', source: EVIDENCE, status: 422 },
  'link-not-on-own-site': { sentence: "A link leads to the organisation's own site.", source: FAQS, status: 422 },
  'site-not-its-own': {
    sentence: 'A site is the address of one organisation, not of a domain that many share.',
    source: EVIDENCE,
    status: 422,
  },
  'predecessors-sites-do-not-count': {
    sentence: 'Sites of predecessors count only for an organisation formed in the year, where the framework says so.',
    source: EVIDENCE,
    status: 422,
  },
  'not-every-criterion-scored': { sentence: 'Submission needs every criterion scored.', source: STATES, status: 422 },
  'nothing-to-review': {
    sentence: 'The assessor reviews what was submitted, or in a desk review what is published.',
    source: REVIEW,
    status: 409,
  },
  'difference-not-explained': {
    sentence: "A score that differs from the organisation's own, or stands without one, is explained.",
    source: REVIEW,
    status: 422,
  },
  'not-every-criterion-reviewed': {
    sentence: 'It is final only when every criterion is reviewed, and reviewed as it was last submitted.',
    source: REVIEW,
    status: 422,
  },
  'nobody-to-return-to': { sentence: 'Only what the organisation submitted is returned to it.', source: REVIEW, status: 409 },
  'nothing-to-take-back': {
    sentence: 'A return is taken back only while it is with the organisation.',
    source: REVIEW,
    status: 409,
  },
  'self-assessment-was-submitted': {
    sentence: 'A desk review takes the place only of a self-assessment that was never submitted.',
    source: DESK,
    status: 409,
  },
  'desk-review-not-foreseen': {
    sentence: 'A desk review is held only where the framework names one.',
    source: DESK,
    status: 422,
  },
  'desk-review-needs-a-reason': {
    sentence: 'Where the framework asks for a self-assessment, a desk review in its place says why.',
    source: DESK,
    status: 422,
  },
} as const satisfies Readonly<Record<string, RuleEntry>>;

export type SelfAssessmentRule = keyof typeof selfAssessmentRules;
