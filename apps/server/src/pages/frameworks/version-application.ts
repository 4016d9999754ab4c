import { AcceptBulkEntry, type HandedIn, newBulkEntryId } from '#bulk-entry/commands.js';
import { frameworkVersionsRequest } from '#api-contract/framework-version-requests.js';
import { formsAbout, given } from '../forms/form-definition.js';
import { periodInWords } from '../words/periods.js';

/** A version about to be applied to every assessment of a period that is not finished. */
export interface VersionApplication {
  readonly framework: string;
  readonly version: number;
  /** The periods with unfinished assessments under an older version, and how many of each. */
  readonly periods: ReadonlyMap<string, number>;
  /** What would be entered, once the period is chosen. */
  readonly file: HandedIn | undefined;
  /** What each assessment would come to, in words. */
  readonly foreseen: readonly { readonly organisation: string; readonly verdict: string; readonly says: string }[];
}

/** Chooses the period and says why; what it would come to is shown before it is recorded as one entry. */
export const versionApplicationForm = formsAbout<VersionApplication>()({
  path: 'application',
  template: 'frameworks/version-application.njk',
  title: 'Apply this version to assessments that are not finished',
  button: 'Apply the version to all of them',
  permission: 'assessment.apply-framework-version',
  checkFirst: true,
  schema: frameworkVersionsRequest,
  words: { period: 'a period', reason: 'why it is applied' },
  read: (typed, { framework, version }) =>
    given({ framework, version, period: typed.text('period'), reason: typed.text('reason') }),
  command: (by, { file }) =>
    new AcceptBulkEntry(by, newBulkEntryId(by), file ?? { kind: 'framework-versions', file: '', text: '' }),
  model: (_typed, { periods, version, foreseen }) => ({
    version,
    periods: [...periods].map(([period, count]) => ({ period, count, words: periodInWords(period) })),
    foreseen,
    changing: foreseen.filter(({ says, verdict }) => verdict === 'new' && says !== 'No rating changes').length,
  }),
});
