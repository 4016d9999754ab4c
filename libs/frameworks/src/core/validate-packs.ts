import type { PackFinding, Report } from './pack-rules/finding.js';
import { type Pack, packSchema } from './pack.js';
import { comparePeriods } from './period.js';
import { validateItems } from './pack-rules/items.js';
import { validateMappings } from './pack-rules/mappings.js';
import { validateRuleVersions } from './pack-rules/rule-versions.js';
import { validateRules } from './pack-rules/rules.js';
import { validateScales } from './pack-rules/scales.js';
import { shapeFinding } from './pack-rules/shape.js';
import { validateStages } from './pack-rules/stages.js';
import { validateWindow } from './pack-rules/window.js';

/**
 * The one validator over all packs. Takes packs as read from their files, of any shape, and returns everything wrong with
 * them; an empty list means that all may be adopted, together.
 */
export function validatePacks(candidates: readonly unknown[]): readonly PackFinding[] {
  const findings: PackFinding[] = [];
  const packs = candidates.flatMap((candidate, index) => {
    const read = readPack(candidate, `pack ${String(index + 1)}`);
    if ('pack' in read) return [read.pack];
    findings.push(...read.findings);
    return [];
  });
  return [...findings, ...packs.flatMap(findingsIn), ...findingsBetween(packs)];
}

/** A pack of the right shape, or what is wrong with its shape. `otherwise` is what it is called by where it has no id. */
export function readPack(
  candidate: unknown,
  otherwise = 'the pack',
): { readonly pack: Pack } | { readonly findings: readonly PackFinding[] } {
  const parsed = packSchema.safeParse(candidate);
  if (parsed.success) return { pack: parsed.data };
  const name = idOf(candidate) ?? otherwise;
  return { findings: parsed.error.issues.map((issue) => shapeFinding(name, issue, candidate)) };
}

const idOf = (candidate: unknown): string | undefined =>
  typeof candidate === 'object' && candidate !== null && 'id' in candidate && typeof candidate.id === 'string'
    ? candidate.id
    : undefined;

/** What is wrong with one pack of the right shape, taken alone. */
function findingsIn(pack: Pack): readonly PackFinding[] {
  const findings: PackFinding[] = [];
  const report: Report = (rule, path, detail) => findings.push({ rule, path: `${pack.id}/${path}`, detail });
  validateWindow(pack, report);
  validateScales(pack, report);
  validateMappings(pack, report);
  validateItems(pack, report);
  validateRules(pack, report);
  validateRuleVersions(pack, report);
  validateStages(pack, report);
  if (pack.sources.length === 0) report('sources-present', 'sources', 'a pack names at least one document it is taken from');
  return findings;
}

function findingsBetween(packs: readonly Pack[]): readonly PackFinding[] {
  return packs.flatMap((pack, index) =>
    packs.slice(0, index).flatMap((other): readonly PackFinding[] => {
      if (other.id === pack.id) return sameId(pack, other);
      if (!isLatest(pack, packs) || !isLatest(other, packs) || !compete(pack, other)) return [];
      const path = `${pack.id}/window`;
      return [{ rule: 'windows-apart', path, detail: `overlaps ${other.id}: of one family only one may assess a quarter` }];
    }),
  );
}

const sameId = (pack: Pack, other: Pack): readonly PackFinding[] =>
  pack.version === other.version
    ? [
        {
          rule: 'pack-version-unique',
          path: `${pack.id}/version`,
          detail: `version ${String(pack.version)} occurs twice: a changed pack has a higher version`,
        },
      ]
    : [];

/** A version that a later one replaced assesses nothing new, and holds no window against others. */
const isLatest = (pack: Pack, packs: readonly Pack[]): boolean =>
  packs.every((other) => other.id !== pack.id || other.version <= pack.version);

/** Whether two packs would both assess some organisation in some quarter as the framework of their family. */
const compete = (one: Pack, other: Pack): boolean =>
  one.family === other.family &&
  one.assesses.some((kind) => other.assesses.includes(kind)) &&
  comparePeriods(one.window.from, other.window.until) < 0 &&
  comparePeriods(other.window.from, one.window.until) < 0;
