/** The queries the applications dispatch. */
export { type HeldGrant, ListPeople, type PersonAnswer, ReadOwnGrants, ReadPerson } from './application/read-people.js';
export { ReadAccessLog } from './application/read-access-log.js';
export type { RecordedReading } from './read/access-log.js';
export type { PersonMoment } from './read/known-people.js';
export type { GrantView, PeopleQuestion } from './read/people-query.js';
