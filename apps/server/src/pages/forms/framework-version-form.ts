import { ApplyFrameworkVersion } from '#assessment/commands.js';
import { frameworkVersionRequest } from '#api-contract/framework-version-requests.js';
import { form } from './assessment-form.js';
import { given } from './form-definition.js';

/** Putting one assessment under a newer version of its framework; the page shows what it would come to first. */
export const frameworkVersionForm = form({
  path: 'framework-version',
  template: 'forms/framework-version.njk',
  title: 'Apply a newer version of the framework',
  button: 'Apply the version',
  permission: 'assessment.apply-framework-version',
  judges: true,
  checkFirst: true,
  schema: frameworkVersionRequest,
  words: { version: 'a version', reason: 'why it is applied' },
  read: (typed) => {
    const version = typed.text('version');
    return given({ version: version === undefined ? undefined : Number(version), reason: typed.text('reason') });
  },
  command: (by, { answer }, request) => new ApplyFrameworkVersion(by, answer.id, request),
});
