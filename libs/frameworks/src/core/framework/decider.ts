import type { Decider } from '#kernel/decider.js';
import { type Refusal, refuse } from '#kernel/refusal.js';
import type { Pack } from '../pack.js';
import type { PackFinding, PackRule } from '../pack-rules/finding.js';
import { validatePacks } from '../validate-packs.js';
import type { FrameworkEvent } from './events.js';

/** Adopts one version of a framework. */
export interface AdoptFramework {
  readonly type: 'AdoptFramework';
  readonly pack: Pack;
  /** SHA-256 (hex) of the pack's canonical JSON, taken outside: the core has no hashing. */
  readonly hash: string;
  readonly adoptedOn: string;
  readonly source: string;
  readonly reason: string;
  /** The latest versions of the other frameworks adopted or about to be: windows of one family must not overlap. */
  readonly alongside: readonly Pack[];
}

/** Why an adoption is refused: a rule of packs by its own name, or one of the stream's. */
export type FrameworkRule = PackRule | 'framework-version-is-immutable' | 'framework-version-rises';

/** A framework's adopted versions. */
export interface Framework {
  readonly versions: readonly { readonly version: number; readonly hash: string }[];
  /** The pack in force; undefined before the first. */
  readonly latest?: Pack;
}

/** The stream of one framework. */
export const frameworkDecider: Decider<Framework, AdoptFramework, FrameworkEvent, FrameworkRule> = {
  initialState: { versions: [] },
  evolve: ({ versions }, { data }) => ({
    versions: [...versions, { version: data.pack.version, hash: data.hash }],
    latest: data.pack,
  }),
  decide(command, state) {
    const adopted = state.versions.find((one) => one.version === command.pack.version);
    if (adopted !== undefined) return adopted.hash === command.hash ? [] : versionIsImmutable(command.pack);
    const latest = Math.max(0, ...state.versions.map((one) => one.version));
    if (command.pack.version < latest) return versionRises(command.pack, latest);
    return refuseInvalidPack(command) ?? [adoptedEvent(command)];
  },
};

const adoptedEvent = ({ pack, hash, adoptedOn, source, reason }: AdoptFramework): FrameworkEvent => ({
  type: 'FrameworkAdopted',
  data: { pack, hash, adoptedOn, source, reason },
});

/** A version, once adopted, means one content for ever: assessments were opened by its hash. */
const versionIsImmutable = ({ id, version }: Pack): Refusal<FrameworkRule> =>
  refuse(
    'framework-version-is-immutable',
    `Version ${String(version)} of ${id} was adopted with other content, and stays as it was. Give the changed pack a higher version.`,
  );

/** Versions are adopted in rising order, so that the latest is the one in force. */
const versionRises = ({ id, version }: Pack, latest: number): Refusal<FrameworkRule> =>
  refuse(
    'framework-version-rises',
    `${id} stands at version ${String(latest)}; version ${String(version)} can no longer be adopted.`,
  );

/** Everything wrong with a pack, alone and beside the latest versions of the others. Findings in those hold up nothing. */
export function findingsAbout(pack: Pack, alongside: readonly Pack[]): readonly PackFinding[] {
  const others = alongside.filter((other) => other.id !== pack.id);
  return validatePacks([...others, pack]).filter((finding) => isAbout(pack, finding.path));
}

function refuseInvalidPack({ pack, alongside }: AdoptFramework): Refusal<FrameworkRule> | undefined {
  const findings = findingsAbout(pack, alongside);
  return findings.length === 0 ? undefined : packRefusal(pack.id, findings);
}

/** Refuses a pack by the name of its first fault; all are listed, as pointers below `/pack`. */
export function packRefusal(name: string, findings: readonly PackFinding[]): Refusal<PackRule> {
  const errors = findings.map(({ rule, path, detail }) => ({
    pointer: `/pack${path.slice(name.length)}`,
    detail: `${rule}: ${detail}`,
  }));
  const [first] = findings;
  const detail = first === undefined ? '' : ` ${first.path}: ${first.detail}.`;
  return refuse(first?.rule ?? 'pack-shape', `${name} was not adopted.${detail}`, { errors });
}

const isAbout = (pack: Pack, path: string): boolean => path.startsWith(`${pack.id}/`);
