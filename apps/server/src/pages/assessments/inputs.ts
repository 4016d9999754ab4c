import type { AssessmentAnswer } from '#assessment/queries.js';
import type { SelfAssessmentStanding } from '#self-assessment/queries.js';
import { standingInWords } from '../self-assessments/self-assessment-tasks.js';
import { hasDashboards } from './indicators.js';

/** Something that comes to the judgement beside the ratings, and how far it is there. It keeps nobody from submitting. */
export interface InputLine {
  readonly text: string;
  /** What is there and what is not, in words. */
  readonly standing: string;
  /** Where it is recorded. */
  readonly href: string;
}

const LIVE: readonly string[] = ['open', 'in-moderation', 'moderated', 'confirmed', 'published'];

/** What the framework expects beside the ratings, and how far it is there. Nothing for an assessment nobody works on. */
export function inputsOf(answer: AssessmentAnswer, selfAssessment: SelfAssessmentStanding | undefined): readonly InputLine[] {
  if (!LIVE.includes(answer.status)) return [];
  const own = [...figures(answer), ...decidedElsewhere(answer), evidence(answer), ...consultation(answer)].map(
    ({ path, ...line }) => ({
      ...line,
      href: `/assessments/${answer.id}/${path}`,
    }),
  );
  return [...(selfAssessment === undefined ? [] : [selfAssessed(answer, selfAssessment)]), ...own];
}

/** A line recorded by one of the assessment's own forms: the last part of its address. */
interface OwnLine extends Omit<InputLine, 'href'> {
  readonly path: string;
}

function selfAssessed({ id, organisation, missing }: AssessmentAnswer, { asks, standing }: SelfAssessmentStanding): InputLine {
  const text = asks.selfAssessment ? 'Self-assessment' : 'Desk review';
  if (standing === undefined) return { text, standing: 'Not begun yet', href: `/organisations/${organisation}/self-assessments` };
  const href = `/self-assessments/${id}`;
  const stands = standingInWords(standing);
  if (standing.status === 'final' && standing.criteria.some(({ item }) => missing.includes(item)))
    return { text, standing: `${stands}: propose its scores as ratings`, href: `${href}/proposal` };
  const { reviews } = standing.missing;
  const isOpen = standing.status === 'in-review' && reviews.length > 0;
  return { text, standing: isOpen ? `${stands}; to review: ${reviews.join(', ')}` : stands, href };
}

function figures(answer: AssessmentAnswer): readonly OwnLine[] {
  const { indicators, unlistedIndicators } = answer;
  const recorded = new Set(
    answer.indicatorValues.filter(({ withdrawn }) => withdrawn === null).map(({ fields }) => String(fields['indicator'])),
  );
  if (hasDashboards(answer))
    return [
      {
        ...{ text: 'Delivery dashboard', path: 'indicators' },
        standing: recorded.size === 0 ? 'Not recorded yet' : counted(recorded.size, 'metric'),
      },
    ];
  if (indicators.length === 0 && unlistedIndicators === null) return [];
  const missing = indicators.filter(({ indicator }) => !recorded.has(indicator)).map(({ indicator }) => indicator);
  const parts = [
    counted(recorded.size, 'indicator'),
    ...(missing.length === 0 || recorded.size === 0 ? [] : [`not yet ${missing.join(', ')}`]),
  ];
  return [
    {
      ...{ text: 'Indicator values', path: 'indicators' },
      standing: recorded.size === 0 ? 'Not recorded yet' : parts.join('; '),
    },
  ];
}

function decidedElsewhere({ items }: AssessmentAnswer): readonly OwnLine[] {
  const given = items.filter(({ how }) => how === 'given');
  if (given.length === 0) return [];
  const missing = given.filter(({ rating }) => rating === null).map(({ label }) => label);
  const there = given.length - missing.length;
  const waiting = given.filter((item) => item.given?.publishedOn === null).length;
  const parts = [
    `${String(there)} of ${String(given.length)} given`,
    ...(missing.length === 0 || there === 0 ? [] : [`not yet ${missing.join(', ')}`]),
    ...(waiting === 0 ? [] : [`${String(waiting)} not published`]),
  ];
  const [text, path] = ['Ratings decided elsewhere', 'given-rating'];
  return [{ text, path, standing: there === 0 ? 'None given yet' : parts.join('; ') }];
}

function evidence(answer: AssessmentAnswer): OwnLine {
  const standing = answer.evidence.filter(({ withdrawn }) => withdrawn === null).length;
  return {
    ...{ text: 'Evidence', path: 'evidence' },
    standing: standing === 0 ? 'None attached' : `${counted(standing, 'piece')} attached`,
  };
}

/** Named where the framework asks for it, or one took place. */
function consultation({ boardConsultation, consultations }: AssessmentAnswer): readonly OwnLine[] {
  const boards = consultations.filter(({ withdrawn }) => withdrawn === null).map(({ fields }) => String(fields['board']));
  if (boardConsultation === null && boards.length === 0) return [];
  const missing = 'Not consulted yet: the ratings cannot be confirmed before';
  return [
    {
      ...{ text: 'Health and Wellbeing Boards', path: 'consultation', isThere: boards.length > 0 },
      standing: boards.length === 0 ? missing : `Consulted: ${boards.join(', ')}`,
    },
  ];
}

const counted = (number: number, one: string): string => `${String(number)} ${one}${number === 1 ? '' : 's'}`;
