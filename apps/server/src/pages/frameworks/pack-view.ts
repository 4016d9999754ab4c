import { type AdoptedFramework, CADENCES, type Cadence, type Pack, type PackItem } from '#frameworks/contract.js';
import { periodInWords } from '../words/periods.js';
import { ruleInWords, type Statement } from './rules-in-words.js';

/** A pack as its page shows it: all that it says, each statement with its source and how sure it is. */
export const packView = (pack: Pack) => ({
  window: windowOf(pack),
  items: pack.items.map((item) => itemRow(pack, item)),
  rules: pack.rules.map((rule) => ({ ...ruleInWords(pack, rule), usedBy: usesOf(pack, rule.id) })),
  ruleVersions: (pack.ruleVersions ?? []).map(({ id, label, item, cadence, rule, status, certainty, source }) => ({
    id,
    text: `${capital(label)}, for ${itemName(pack, item)}, ${CADENCE_NAMES[cadence].toLowerCase()}: the rule ${rule}, ${STATUS[status]}.`,
    certainty,
    source,
  })),
  mappings: (pack.mappings ?? []).map(({ from, to, pairs, certainty, source }) => ({
    text: `${from} to ${to}: ${pairs.map((pair) => `${labelOn(pack, from, pair.from)} stands for ${labelOn(pack, to, pair.to)}`).join(', ')}.`,
    certainty,
    source,
  })),
  inputs: (pack.inputs ?? []).flatMap(({ label, evidencePerCriterion, newlyFormed, certainty, source }): Statement[] => {
    const most = evidencePerCriterion === undefined ? '' : ` Evidence for a criterion: up to ${String(evidencePerCriterion)}.`;
    const special = newlyFormed && { text: newlyFormed.label, certainty: newlyFormed.certainty, source: newlyFormed.source };
    return [{ text: `${label}${most}`, certainty, source }, ...(special === undefined ? [] : [special])];
  }),
  remarks: (pack.remarks ?? []).map(({ statement, certainty, source }): Statement => ({ text: statement, certainty, source })),
  unlisted: pack.unlistedIndicators && recorded(pack.unlistedIndicators),
  stages: CADENCES.flatMap((cadence) => {
    const stages = pack.moderation[cadence];
    return stages === undefined ? [] : [{ cadence: CADENCE_NAMES[cadence], stages }];
  }),
});

/** How sure a pack's rules are, counted: what people ask first of a catalogue. */
export function certaintyOf({ rules }: Pack): string {
  const assumed = rules.filter(({ certainty }) => certainty === 'assumed').length;
  if (rules.length === 0) return 'no rule';
  if (assumed === 0) return `${counted(rules.length, 'rule')}, published`;
  if (assumed === rules.length) return `${counted(rules.length, 'rule')}, assumed`;
  return `${counted(rules.length, 'rule')}, ${String(assumed)} of them assumed`;
}

/** When it is in force. */
export const windowOf = ({ window }: Pack): string =>
  `From ${periodInWords(window.from)}, until before ${periodInWords(window.until)}`;

/** An adopted version as the list of versions shows it. */
export const versionRow = ({ version, hash, adoptedOn, source, reason }: AdoptedFramework) => ({
  version,
  hash,
  adoptedOn,
  source,
  reason,
});

const CADENCE_NAMES: Readonly<Record<Cadence, string>> = { quarter: 'A quarter', year: 'A year', baseline: 'A baseline' };
const STATUS = { draft: 'a draft', overturned: 'overturned', 'in-force': 'in force' } as const;

const counted = (number: number, noun: string): string => `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const itemName = (pack: Pack, id: string): string => pack.items.find((item) => item.id === id)?.label ?? id;

const labelOn = (pack: Pack, scale: string, rating: string): string =>
  pack.scales.find(({ id }) => id === scale)?.ratings.find(({ id }) => id === rating)?.label ?? rating;

/** Where a rule gives a result: the item and the kind of period. */
function usesOf(pack: Pack, rule: string): string {
  const uses = pack.items.flatMap((item) =>
    CADENCES.flatMap((cadence) =>
      item.rule?.[cadence] === rule ? [`${item.label}, ${CADENCE_NAMES[cadence].toLowerCase()}`] : [],
    ),
  );
  return uses.length === 0 ? 'No item by itself' : uses.join('; ');
}

function itemRow(pack: Pack, item: PackItem) {
  const uses = CADENCES.flatMap((cadence) => {
    const [scale, rule] = [item.scale?.[cadence], item.rule?.[cadence]];
    if (scale === undefined) return [];
    return [{ cadence: CADENCE_NAMES[cadence], scale, rule }];
  });
  return {
    id: item.id,
    kind: item.kind,
    label: item.label,
    group: item.group === undefined ? undefined : itemName(pack, item.group),
    notApplicable: item.notApplicable ?? false,
    given: item.given ?? false,
    criteria: item.criteria ?? [],
    provenance: item.provenance,
    recorded: item.recorded && recorded(item.recorded),
    uses,
  };
}

const FIELDS = {
  value: 'its value',
  period: 'the period it is of',
  standard: 'the standard it is held to',
  england: 'the value for England',
  score: 'its score',
  source: 'where it comes from',
} as const;

const recorded = ({ fields, certainty, source }: NonNullable<PackItem['recorded']>): Statement => ({
  text: `Recorded: ${fields.map((field) => FIELDS[field]).join(', ')}`,
  certainty,
  source,
});
