import type { PackFinding } from '../core/pack-rules/finding.js';
import { validatePacks } from '../core/validate-packs.js';
import { readPackFile, shippedPackFiles } from './shipped-packs.js';

/**
 * Everything wrong with packs as read from their files, of any shape, also in how they stand beside the shipped ones: a pack
 * takes the place of the shipped one of its id. Empty when all may be adopted, together.
 */
export async function findingsInPackFiles(candidates: readonly unknown[]): Promise<readonly PackFinding[]> {
  const given = new Set(candidates.map(idOf));
  const shipped = await Promise.all((await shippedPackFiles()).map(readPackFile));
  return validatePacks([...shipped.filter((pack) => !given.has(idOf(pack))), ...candidates]);
}

const idOf = (pack: unknown): unknown => (typeof pack === 'object' && pack !== null && 'id' in pack ? pack.id : undefined);
