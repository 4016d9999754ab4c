/** The queries the applications dispatch. */
export { ListNationalResults, type NationalResultsView } from './application/read-national-results.js';
export { type DutyPublished, type OrganisationDuty, ReadYearlyDuty, type YearlyDuty } from './application/read-yearly-duty.js';
