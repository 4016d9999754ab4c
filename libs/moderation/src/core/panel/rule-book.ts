import type { RuleEntry } from '#kernel/rule-book.js';

const SITTING = 'docs/moderation.md, A sitting';
const PARTS = 'docs/moderation.md, Who takes part';
const PAPERS = 'docs/moderation.md, Papers';
const BATCHES = 'docs/moderation.md, Many at once';

/**
 * Every rule a panel can be refused by. The names are stable: programs, tests and problem types use them. `docs/rules.md` and the
 * problem types are generated from this table.
 */
export const moderationRules = {
  'panel-was-never-convened': { sentence: 'Only a panel that was convened sits.', source: SITTING, status: 404 },
  'panel-already-convened': {
    sentence: 'A panel is convened once for a stage, an area, a period and a day.',
    source: SITTING,
    status: 409,
  },
  'panel-was-cancelled': { sentence: 'A sitting that was called off records nothing more.', source: SITTING, status: 409 },
  'panel-is-closed': { sentence: 'A closed sitting records nothing more.', source: SITTING, status: 409 },
  'panel-is-minuted-elsewhere': {
    sentence: 'Of a committee that keeps its own minutes only its decisions are recorded.',
    source: SITTING,
    status: 409,
  },
  'panel-area-unknown': {
    sentence: 'A panel sits for an office or a region that is known, or for England.',
    source: SITTING,
    status: 422,
  },
  'chair-is-missing': { sentence: 'A panel has a chair.', source: SITTING, status: 422 },
  'person-sits-twice': { sentence: 'Chair, secretary and members are different people.', source: SITTING, status: 422 },
  'person-may-not-sit': {
    sentence: 'Only people whose role and area let them decide at the stage sit in its panel.',
    source: SITTING,
    status: 422,
  },
  'quorum-out-of-range': {
    sentence: 'A quorum is at least one, and no more than those who decide.',
    source: PARTS,
    status: 422,
  },
  'not-of-the-panel': {
    sentence: 'Only the chair and the members of a panel attend, declare and are recused.',
    source: PARTS,
    status: 422,
  },
  'present-or-apologies': { sentence: 'Nobody is present and sends apologies.', source: PARTS, status: 422 },
  'recusal-unknown': { sentence: 'Only a recusal that stands is lifted.', source: PARTS, status: 409 },
  'declared-by-somebody-else': {
    sentence: 'An interest is declared by the member, or recorded by the chair or the secretary.',
    source: PARTS,
    status: 403,
  },

  'papers-already-opened': { sentence: 'The papers of a sitting are opened once.', source: PAPERS, status: 409 },
  'papers-not-opened': { sentence: 'A sitting decides and closes after its papers were opened.', source: PAPERS, status: 409 },
  'date-in-the-future': { sentence: 'Nothing is recorded as done on a day still to come.', source: SITTING, status: 422 },
  'before-the-sitting': { sentence: 'A sitting decides and closes on its day or later.', source: SITTING, status: 422 },
  'nobody-attended': { sentence: 'A sitting closes with the record of who attended.', source: PARTS, status: 422 },

  'assessment-named-twice': { sentence: 'A decision on many names each assessment once.', source: BATCHES, status: 422 },
  'assessment-outside-the-panel': {
    sentence: 'A panel decides on assessments of its own stage, area, framework and period.',
    source: BATCHES,
    status: 422,
  },
  'decision-being-applied': {
    sentence: 'An assessment whose decision is being applied takes no other.',
    source: BATCHES,
    status: 409,
  },
  'decider-not-present': { sentence: 'Those who decide are present.', source: PARTS, status: 422 },
  'too-few-take-part': {
    sentence: 'A decision takes a quorum of those present and not recused.',
    source: PARTS,
    status: 422,
  },
  'outcome-of-another-stage': {
    sentence: 'The committee confirms or returns; other panels uphold, change or return.',
    source: BATCHES,
    status: 422,
  },
  'minute-is-missing': { sentence: 'A confirmation names the committee and its minute.', source: BATCHES, status: 422 },
  'batch-being-applied': {
    sentence: 'A sitting closes once all it decided at once was carried out.',
    source: BATCHES,
    status: 409,
  },
  'batch-unknown': { sentence: 'Only a decision of this sitting is looked at or carried out.', source: BATCHES, status: 404 },
} as const satisfies Readonly<Record<string, RuleEntry>>;

export type ModerationRule = keyof typeof moderationRules;
