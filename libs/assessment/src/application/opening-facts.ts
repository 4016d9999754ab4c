import { isRefusal, refuse, type Refusal } from '#kernel/refusal.js';
import { assessesKind, type FrameworkForPeriod, type Period, periodEnd, periodStart } from '#frameworks/contract.js';
import type { OrganisationQueries, OrganisationView } from '#organisations/contract.js';
import type { OpeningRule } from './assessments.js';
import type { TermsSource } from './remembered-terms.js';

/** What an assessment is opened with: facts of the organisation at the period's end, and of the framework in the period. */
export interface OpeningFacts {
  readonly organisation: { readonly code: string; readonly name: string; readonly kind: string };
  /** The local office; the region itself where it assesses without one. */
  readonly office: { readonly code: string; readonly name: string };
  readonly region: { readonly code: string; readonly name: string };
  readonly terms: FrameworkForPeriod;
}

/** Gathers them, or says which of them does not hold. */
export async function openingFacts(
  organisations: OrganisationQueries,
  catalogue: TermsSource,
  code: string,
  frameworkId: string,
  period: Period,
): Promise<OpeningFacts | Refusal<OpeningRule>> {
  const organisation = await organisations.find(code, { effectiveOn: periodEnd(period) });
  if (organisation === undefined)
    return refuseField('organisation-unknown', 'organisation', `No organisation has the code ${code}.`);
  const framework = await catalogue.get(frameworkId);
  if (framework === undefined) return refuseField('framework-unknown', 'framework', `No framework is called ${frameworkId}.`);
  const terms = await catalogue.forPeriod(frameworkId, period);
  if (isRefusal(terms)) return refuseField('period-outside-framework', 'period', terms.detail);
  if (!assessesKind(framework.pack, organisation.kind))
    return refuseField(
      'kind-not-assessed-by-framework',
      'organisation',
      `${terms.framework.title} does not assess a ${organisation.kind}.`,
    );
  return placed(organisation, terms, period);
}

function placed(organisation: OrganisationView, terms: FrameworkForPeriod, period: Period): OpeningFacts | Refusal<OpeningRule> {
  const { code, name, kind, office, region, openedOn, closedOn } = organisation;
  const end = periodEnd(period);
  if ((openedOn !== undefined && openedOn > end) || (closedOn !== undefined && closedOn < periodStart(period)))
    return refuseField('organisation-not-open-in-period', 'organisation', `${name} did not exist in ${period}.`);
  // Where a region assesses, or no local office is left (they were gone by April 2020), the region is the assessing office.
  const assessing = terms.assessor === 'region' ? region : (office ?? region);
  if (assessing === undefined || region === undefined)
    return refuseField('organisation-without-office', 'organisation', `No office or region is recorded for ${name} on ${end}.`);
  return {
    organisation: { code, name, kind },
    office: { code: assessing.code, name: assessing.name },
    region: { code: region.code, name: region.name },
    terms,
  };
}

const refuseField = (rule: OpeningRule, field: string, detail: string): Refusal<OpeningRule> =>
  refuse(rule, `${detail} Nothing was recorded.`, { errors: [{ pointer: `/${field}`, detail }] });
