/** The commands the applications dispatch; permission and decision happen in their handlers. */
export { ChangeParticulars, GrantRole, newPersonId, RegisterPerson, WithdrawGrant } from './application/change-people.js';
export type { PeopleOutcome, PeopleRefusal, PeopleSender } from './application/people.js';
