import type { PackFinding } from '../core/pack-rules/finding.js';
import { validatePacks } from '../core/validate-packs.js';
import { readPackFile, shippedPackFiles } from './shipped-packs.js';

/**
 * Everything wrong with packs as read from their files, of any shape, also in how they stand beside the shipped ones: a pack
 * takes the place of the shipped one of its id and version. Empty when all may be adopted, together.
 */
export async function findingsInPackFiles(candidates: readonly unknown[]): Promise<readonly PackFinding[]> {
  const given = new Set(candidates.map(nameOf));
  const shipped = await Promise.all((await shippedPackFiles()).map(readPackFile));
  return validatePacks([...shipped.filter((pack) => !given.has(nameOf(pack))), ...candidates]);
}

function nameOf(pack: unknown): string {
  const { id, version } = (pack ?? {}) as { readonly id?: unknown; readonly version?: unknown };
  return JSON.stringify([id, version]);
}
