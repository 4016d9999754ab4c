import { Inject, Injectable } from '@nestjs/common';
import { type FrameworkVersionRequest, frameworkVersionRequest } from '#api-contract/framework-version-requests.js';
import type { BulkEntryKind, BulkRow, BulkSender, RowOutcome, RowToApply, RowVerdict } from '#bulk-entry/contract.js';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '#frameworks/contract.js';
import { mayNot } from '#identity/contract.js';
import { given } from '#kernel/given.js';
import { isRefusal } from '#kernel/refusal.js';
import type { FrameworkTerms } from '../../core/assessment/framework-terms.js';
import { isLive } from '../../core/assessment/state.js';
import { ApplyFrameworkVersion, ApplyFrameworkVersionHandler } from '../apply-framework-version.js';
import { foreseenUnder } from '../foresee-framework-versions.js';
import { termsOfVersion } from '../framework-version-terms.js';
import { placeOf } from '../who-may-read.js';
import {
  ASSESSMENT_COLUMNS,
  assessmentIn,
  AssessmentsInBulk,
  oneByOne,
  refusedBy,
  senderOf,
  wrongBy,
} from './assessments-in-bulk.js';

/** A newer version of their framework, applied to many assessments that are not finished. */
@Injectable()
export class FrameworkVersionsInBulk implements BulkEntryKind {
  readonly kind = 'framework-versions';
  readonly title = 'New versions of a framework';
  readonly explains =
    'The chair or the secretary of a national panel puts assessments whose ratings are not final under a newer version of their framework. What a rule gives is worked out anew; what people rated stays.';
  readonly permission = 'assessment.apply-framework-version';
  readonly columns = [
    ...ASSESSMENT_COLUMNS,
    { name: 'version', describes: 'the number of an adopted version that is newer', example: '4', needed: true },
    { name: 'reason', describes: 'why it is applied', example: 'The rule was put right.', needed: true, typed: true },
  ] as const;

  constructor(
    private readonly assessments: AssessmentsInBulk,
    private readonly applying: ApplyFrameworkVersionHandler,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
  ) {}

  readonly partOf = assessmentIn;

  examine(rows: readonly BulkRow[], by: BulkSender): Promise<readonly RowVerdict[]> {
    const terms = new Map<string, Promise<FrameworkTerms | undefined>>();
    const termsOf = (stands: FrameworkTerms, version: number): Promise<FrameworkTerms | undefined> => {
      const key = `${stands.framework.id} ${stands.period} ${String(version)}`;
      const known = terms.get(key) ?? termsOfVersion(this.catalogue, stands, version);
      terms.set(key, known);
      return known;
    };
    return this.assessments.examine(rows, (part) => Promise.all(part.map((row) => this.#verdictOn(row, by, termsOf))));
  }

  apply(rows: readonly RowToApply[], by: BulkSender): Promise<readonly RowOutcome[]> {
    return oneByOne(rows, requestOf, (row, request) =>
      this.applying.execute(new ApplyFrameworkVersion(senderOf(row, by), assessmentIn(row), request)),
    );
  }

  async #verdictOn(
    row: BulkRow,
    { person }: BulkSender,
    termsOf: (stands: FrameworkTerms, version: number) => Promise<FrameworkTerms | undefined>,
  ): Promise<RowVerdict> {
    const request = requestOf(row);
    if (!request.success) return wrongBy(request.error, (member) => member);
    const { state, revision } = await this.assessments.current(assessmentIn(row));
    const forbidden = mayNot(person, this.permission, placeOf(state));
    if (forbidden !== undefined) return refusedBy(forbidden);
    const terms = isLive(state) ? await termsOf(state.terms, request.data.version) : undefined;
    const command = { type: 'apply-framework-version', ...request.data, terms, judged: revision } as const;
    const decided = this.assessments.decider.decide({ ...command, ...this.assessments.identity(person) }, state);
    if (isRefusal(decided)) return refusedBy(decided, 'version');
    if (!isLive(state) || terms === undefined || decided.length === 0)
      return { verdict: 'unchanged', says: `Stands under version ${row.cells['version'] ?? ''} already`, judged: revision };
    return { verdict: 'new', says: saysOf(foreseenUnder(state, terms)), judged: revision };
  }
}

const requestOf = ({ cells: { version, reason } }: BulkRow) =>
  frameworkVersionRequest.safeParse(
    given<Partial<Record<keyof FrameworkVersionRequest, unknown>>>({ version: Number(version), reason }),
  );

/** "Overall rating: Not assured, before Limited assurance", or that nothing changes. */
function saysOf({ items, overrideLapses }: ReturnType<typeof foreseenUnder>): string {
  const changed = items.filter(({ changes }) => changes);
  if (changed.length === 0) return 'No rating changes';
  const said = changed.map(({ label, before, after }) => `${label}: ${after ?? 'not rated'}, before ${before ?? 'not rated'}`);
  return [...said, ...(overrideLapses ? ['what was put in place of the rule’s result lapses'] : [])].join('; ');
}
