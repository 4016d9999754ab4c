import type { AssessmentCommand } from '#assessment/contract.js';
import { frameworkForPeriod } from '#frameworks/contract.js';
import { shippedPacks } from '#frameworks/application/shipped-packs.js';
import { isRefusal } from '#kernel/refusal.js';
import { pick, randomOf } from './random.js';

/** Few assessments for many writers: they are to meet. */
export const ASSESSMENTS = ['X01', 'X02', 'X03', 'X04', 'X05'].map((code) => `${code}.ccg-assurance-2015-16.2015-16-q1`) as [
  string,
  ...string[],
];

const TODAY = '2026-01-01';
const ITEMS = ['well-led', 'performance', 'financial-management', 'planning'] as const;
const RATINGS = ['assured-as-outstanding', 'assured-as-good', 'limited-assurance', 'not-assured'] as const;

/** The terms every assessment of the run is opened under. */
export async function termsOfTheRun() {
  const shipped = (await shippedPacks()).find(({ pack }) => pack.id === 'ccg-assurance-2015-16');
  if (shipped === undefined) throw new Error('the pack ccg-assurance-2015-16 does not ship');
  const terms = frameworkForPeriod(shipped.pack, shipped.hash, '2015-16-q1');
  if (isRefusal(terms)) throw new Error(terms.detail);
  return terms;
}

type Terms = Awaited<ReturnType<typeof termsOfTheRun>>;

/** The n-th command of a writer: the same whenever it is asked for, so that an unanswered one can be sent again. */
export function commandOf(
  seed: number,
  number: number,
  terms: Terms,
  identity: { actor: string; commandId: string },
): { assessment: string; command: AssessmentCommand } {
  const random = randomOf(seed * 1_000_003 + number);
  const assessment = pick(random, ASSESSMENTS);
  const base = { ...identity, today: TODAY };
  if (random() < 0.15) return { assessment, command: { ...base, type: 'open-assessment', ...placeOf(assessment), terms } };
  if (random() < 0.6) {
    const updates = [{ item: pick(random, ITEMS), note: `Note ${String(number)}`, atRisk: random() < 0.3 }];
    const actions = random() < 0.3 ? [{ description: 'To be done', owner: 'Somebody', due: '2015-12-01' }] : [];
    return {
      assessment,
      command: { ...base, type: 'record-teleconference', heldOn: '2015-06-10', participants: [], updates, actions },
    };
  }
  const ratings = [{ item: pick(random, ITEMS), rating: pick(random, RATINGS), reason: `Because ${String(number)}` }];
  // Judged at a revision far back: many are refused as stale, as they are in life.
  return { assessment, command: { ...base, type: 'propose-ratings', ratings, judged: BigInt(Math.floor(random() * 40)) } };
}

function placeOf(assessment: string) {
  const code = assessment.slice(0, 3);
  return {
    organisation: { code, name: `Organisation ${code}`, kind: 'example' },
    office: { code: 'Q00', name: 'An office' },
    region: { code: 'Y57', name: 'A region' },
  };
}
