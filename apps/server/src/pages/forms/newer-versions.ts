import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { type AssessmentAnswer, ForeseeFrameworkVersions, type VersionForeseen } from '#assessment/queries.js';
import { cadenceOf, FRAMEWORK_CATALOGUE, type FrameworkCatalogue, type Pack, type Period } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { ruleInWords } from '../frameworks/rules-in-words.js';

/** The rule of one item, before and under another version, in words. */
interface RuleBeside {
  readonly item: string;
  readonly before: string;
  readonly after: string;
}

/** A newer version as a page shows it: its rules beside those that stand, and what it would come to. */
export interface NewerVersion extends VersionForeseen {
  readonly rules: readonly RuleBeside[];
}

/** The newer versions of an assessment's framework, for the page on which one is applied. */
@Injectable()
export class NewerVersions {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
  ) {}

  async of(person: Person, answer: AssessmentAnswer): Promise<readonly NewerVersion[]> {
    const [foreseen = [], before] = await Promise.all([
      this.queries.execute(new ForeseeFrameworkVersions(person, answer.id)),
      this.catalogue.get(answer.framework, answer.frameworkVersion),
    ]);
    return Promise.all(
      foreseen.map(async (one) => {
        const after = await this.catalogue.get(answer.framework, one.version);
        return { ...one, rules: rulesBeside(one, answer.period, before?.pack, after?.pack) };
      }),
    );
  }
}

/** The rules of the items that a rule rates, of both packs. */
export const rulesBeside = (
  { items }: Pick<VersionForeseen, 'items'>,
  period: Period,
  before: Pack | undefined,
  after: Pack | undefined,
): readonly RuleBeside[] =>
  items.map(({ item, label }) => ({ item: label, before: ruleOf(before, item, period), after: ruleOf(after, item, period) }));

function ruleOf(pack: Pack | undefined, item: string, period: Period): string {
  const id = pack?.items.find((one) => one.id === item)?.rule?.[cadenceOf(period)];
  const rule = pack?.rules.find((one) => one.id === id);
  if (pack === undefined || rule === undefined) return 'No rule: people judge.';
  const { text, parts } = ruleInWords(pack, rule);
  return [text, ...parts.map((part) => part.text)].join(' ');
}
