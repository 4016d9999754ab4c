import type { Place } from '#identity/contract.js';
import type { OrganisationQueries } from '#organisations/contract.js';

/** Where an organisation stood when the year's survey was made: fieldwork was in spring, so on the last day of March. */
export async function surveyPlace(organisations: OrganisationQueries, organisation: string, year: string): Promise<Place> {
  const { office = '', region = '' } = (await organisations.placeOf(organisation, `${year}-03-31`)) ?? {};
  return { organisation, office, region };
}
