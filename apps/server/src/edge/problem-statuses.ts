import { assessmentRules } from '#assessment/contract.js';
import { grantRules } from '#identity/contract.js';
import { moderationRules } from '#moderation/contract.js';
import { letterRules } from '#letters/contract.js';
import { bulkEntryRules } from '#bulk-entry/contract.js';
import { interventionRules } from '#interventions/contract.js';
import { scorecardRules } from '#publication/contract.js';
import { selfAssessmentRules } from '#self-assessment/contract.js';
import { surveyRules } from '#stakeholder-survey/contract.js';

/**
 * The one table from the name of a broken rule to the HTTP status it answers with. A rule that is neither
 * here nor in a context's own table is a broken rule of some decider and answers 422.
 */
const ofTheEdge: Readonly<Record<string, number>> = {
  'bad-request': 400,
  'body-not-valid': 400,
  'body-not-json': 400,
  'address-not-valid': 400,
  'query-not-valid': 400,
  'header-not-valid': 400,
  'moment-in-the-future': 400,
  'not-signed-in': 401,
  'token-not-valid': 401,
  'person-unknown': 401,
  'role-may-not': 403,
  'outside-area': 403,
  'role-not-held': 403,
  'form-expired': 403,
  'not-found': 404,
  'scorecard-unknown': 404,
  'edition-withdrawn': 410,
  'body-too-large': 413,
  'address-too-long': 414,
  'body-type-not-accepted': 415,
  'idempotency-key-reused': 422,
  'judged-revision-missing': 428,
  'too-many-requests': 429,
  'header-too-large': 431,
  'something-went-wrong': 500,
  'too-many-writers': 503,
  'store-busy': 503,
  'outcome-unknown': 503,
  'not-caught-up': 503,
  'not-ready': 503,
};

const ofContexts = Object.entries({
  ...grantRules,
  ...scorecardRules,
  ...bulkEntryRules,
  ...interventionRules,
  ...surveyRules,
  ...selfAssessmentRules,
  ...letterRules,
  ...moderationRules,
  ...assessmentRules,
}).map(([rule, { status }]) => [rule, status] as const);
const all: ReadonlyMap<string, number> = new Map([...ofContexts, ...Object.entries(ofTheEdge)]);

/** The HTTP status a broken rule answers with. */
export const statusOf = (rule: string): number => all.get(rule) ?? 422;
