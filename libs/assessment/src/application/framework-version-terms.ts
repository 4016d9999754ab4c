import { type FrameworkCatalogue, frameworkForPeriod, isPeriod } from '#frameworks/contract.js';
import { isRefusal } from '#kernel/refusal.js';
import type { FrameworkTerms } from '../core/assessment/framework-terms.js';

/** What an adopted version of a framework says of a period; undefined where there is no such version, or it does not rate the period. */
export async function termsOfVersion(
  catalogue: FrameworkCatalogue,
  { framework, period }: Pick<FrameworkTerms, 'framework' | 'period'>,
  version: number,
): Promise<FrameworkTerms | undefined> {
  const adopted = await catalogue.get(framework.id, version);
  if (adopted === undefined || !isPeriod(period)) return undefined;
  const terms = frameworkForPeriod(adopted.pack, adopted.hash, period);
  return isRefusal(terms) ? undefined : terms;
}
