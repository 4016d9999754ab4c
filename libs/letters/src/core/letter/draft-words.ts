import type { LetterFacts, LetterKind, LetterWords } from './events.js';

/** What a draft is written from, besides the facts it states. */
export interface DraftMaterial {
  readonly organisation: string;
  /** In words: "Quarter 2, July to September 2015". */
  readonly period: string;
  readonly framework: string;
  readonly facts: LetterFacts;
  /** Why each item is rated as it is, where somebody said so. */
  readonly reasons: Readonly<Record<string, string>>;
  /** The items whose rating is in the better half of its scale, and the others that are on one. */
  readonly strengths: readonly string[];
  readonly improvements: readonly string[];
  /** How the framework's headline comes about, with its source. */
  readonly method: string;
}

/** A first wording, to be edited: it says nothing that is not in the record. */
export const draftWords = (kind: LetterKind, material: DraftMaterial): LetterWords =>
  kind === 'quarter-report' ? quarterReport(material) : yearEndLetter(material);

function quarterReport(material: DraftMaterial): LetterWords {
  const { facts } = material;
  return {
    sections: [
      { section: 'summary', heading: 'Summary', text: paragraphs(opening(material), checkpoints(facts), headline(facts)) },
      { section: 'ratings', heading: 'Ratings', text: ratings(material) },
      { section: 'actions', heading: 'Agreed actions', text: actions(facts) },
      { section: 'trajectories', heading: 'Improvement trajectories', text: trajectories(facts) },
    ],
    annexes: [],
  };
}

function yearEndLetter(material: DraftMaterial): LetterWords {
  const { facts, organisation, period, framework, strengths, improvements, method } = material;
  return {
    sections: [
      {
        section: 'decision',
        heading: 'The assessment of the year',
        text: paragraphs(
          `This letter tells ${organisation} how it was assessed for ${period} under the ${framework}.`,
          headline(facts) || 'No headline rating stands.',
          facts.status === 'published' ? '' : 'Until it is published, this is a final draft and not to be passed on.',
        ),
      },
      { section: 'ratings', heading: 'Ratings', text: ratings(material) },
      { section: 'actions', heading: 'Actions that go on', text: actions(facts) },
    ],
    annexes: [
      {
        heading: 'Annex A: strengths and areas for improvement',
        text: paragraphs(`Strengths: ${listed(strengths)}.`, `Areas for improvement: ${listed(improvements)}.`),
      },
      { heading: 'Annex B: how the rating was reached', text: method },
    ],
  };
}

const paragraphs = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n\n');
const listed = (names: readonly string[]): string => (names.length === 0 ? 'none stands out' : names.join('; '));

const opening = ({ organisation, period, framework }: DraftMaterial): string =>
  `This report sums up the assurance of ${organisation} for ${period} under the ${framework}.`;

function checkpoints({ checkpoints: held }: LetterFacts): string {
  if (held.length === 0) return 'No checkpoint meeting was held.';
  return held.length === 1 ? 'One checkpoint meeting was held.' : `${String(held.length)} checkpoint meetings were held.`;
}

function headline({ headline: fact }: LetterFacts): string {
  if (fact === null) return '';
  const how = fact.how === null ? '' : ` ${fact.how.replace(/\.?$/, '.')}`;
  const assumed = fact.certainty === 'assumed' ? ' The rule behind it is assumed: no published source gives it.' : '';
  return `${fact.label}: ${fact.rating}.${how}${assumed}`;
}

function ratings({ facts, reasons }: DraftMaterial): string {
  const lines = facts.ratings.map(({ item, label, rating, before }) => {
    const moved = before === null ? '' : before === rating ? ' (as before)' : ` (${before} before)`;
    const reason = reasons[item];
    return `${label}: ${rating}${moved}.${reason === undefined ? '' : ` ${reason}`}`;
  });
  return lines.length === 0 ? 'No item is rated yet.' : lines.join('\n');
}

function actions({ actions: open }: LetterFacts): string {
  if (open.length === 0) return 'No action is open.';
  return open.length === 1 ? 'One action is open.' : `${String(open.length)} actions are open, by the day they are due.`;
}

function trajectories({ trajectories: all }: LetterFacts): string {
  if (all.length === 0) return 'No trajectory was agreed.';
  return all.map(({ measure, unit, months }) => `${measure}: ${standing(months, unit)}`).join('\n');
}

const inWords = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
/** `2015-08` is "August 2015". */
const monthInWords = (month: string): string => inWords.format(new Date(`${month}-01T00:00:00Z`));

function standing(months: LetterFacts['trajectories'][number]['months'], unit: string | null): string {
  const last = months.findLast(({ actual }) => actual !== null);
  const suffix = unit === '%' ? '%' : unit === null ? '' : ` ${unit}`;
  if (last === undefined) return 'nothing was recorded against the plan yet.';
  const planned = last.planned === null ? '' : `, planned ${last.planned}${suffix}`;
  return `${String(last.actual)}${suffix} in ${monthInWords(last.month)}${planned}.`;
}
