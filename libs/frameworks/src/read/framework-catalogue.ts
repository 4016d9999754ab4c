import type { Refusal } from '#kernel/refusal.js';
import type { FrameworkForPeriod } from '../core/framework-for-period.js';
import type { Pack } from '../core/pack.js';
import type { Period } from '../core/period.js';

/** An adopted version of a framework. */
export interface AdoptedFramework {
  readonly id: string;
  readonly version: number;
  /** SHA-256 (hex) of the pack's canonical JSON. */
  readonly hash: string;
  readonly pack: Pack;
  /** `YYYY-MM-DD`. */
  readonly adoptedOn: string;
  /** Where the pack was taken from, and why it was adopted. */
  readonly source: string;
  readonly reason: string;
  /** The position of the adoption in the log. */
  readonly position: bigint;
}

/** Why the catalogue has no framework for a period. */
export type CatalogueRule = 'framework-unknown' | 'period-outside-framework';

/** Answers questions about the frameworks adopted. Each framework is given in its latest version unless one is named. */
export interface FrameworkCatalogue {
  /** All frameworks, by the first quarter of their window, then by id. */
  list(): Promise<readonly AdoptedFramework[]>;
  /** One framework; undefined where none of that id, or no such version of it, was adopted. */
  get(id: string, version?: number): Promise<AdoptedFramework | undefined>;
  /** Every adopted version of a framework, lowest first; none where none of that id was adopted. */
  versionsOf(id: string): Promise<readonly AdoptedFramework[]>;
  /** Those that rate any quarter of a financial year such as `2014-15`, or the year itself, in the order of `list`. */
  ofYear(year: string): Promise<readonly AdoptedFramework[]>;
  /** What of a framework applies to a period, or the refusal that says why nothing does. */
  forPeriod(id: string, period: Period): Promise<FrameworkForPeriod | Refusal<CatalogueRule>>;
}

/** The injection token of the FrameworkCatalogue. */
export const FRAMEWORK_CATALOGUE = Symbol('FrameworkCatalogue');
