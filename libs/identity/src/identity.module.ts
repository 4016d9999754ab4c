import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ContextParts } from '#platform/service/context-parts.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { peopleHandlers } from './application/change-people.js';
import { People } from './application/people.js';
import { PERSON_DECISIONS, personDecisions } from './application/person-decisions.js';
import { peopleReaders } from './application/read-people.js';
import { ReadAccessLogHandler } from './application/read-access-log.js';
import { AccessLog } from './read/access-log.js';
import { peopleProjection } from './read/known-people.js';
import { CreatePeople1790000300000 } from './read/migrations/1790000300000-create-people.js';
import { ExtendPeople1790000310000 } from './read/migrations/1790000310000-extend-people.js';
import { CreatePeopleReadModel1790000320000 } from './read/migrations/1790000320000-create-people-read-model.js';
import { CreateAccessLog1790000330000 } from './read/migrations/1790000330000-create-access-log.js';
import { PeopleQuery } from './read/people-query.js';
import { PeopleRegister } from './read/people-register.js';
import { RoleHolders } from './read/role-holders.js';
import { SignInNames } from './read/sign-in-names.js';

/** What the composition root collects of this context. */
export const identityParts: ContextParts = {
  projections: [peopleProjection],
  migrations: [
    CreatePeople1790000300000,
    ExtendPeople1790000310000,
    CreatePeopleReadModel1790000320000,
    CreateAccessLog1790000330000,
  ],
};

const decisions = { provide: PERSON_DECISIONS, useFactory: personDecisions, inject: [EVENT_STORE] };

const readers = [AccessLog, PeopleQuery, PeopleRegister, RoleHolders, SignInNames].map((reader) => ({
  provide: reader,
  useFactory: (dataSource: DataSource) => new reader(dataSource),
  inject: [DataSource],
}));

/** People, what they may do and where. Who signs in is found by the application's PersonDirectory. */
@Module({
  providers: [decisions, ...readers, People, ...peopleHandlers, ...peopleReaders, ReadAccessLogHandler],
  exports: [AccessLog, PERSON_DECISIONS, PeopleRegister, RoleHolders, SignInNames],
})
export class IdentityModule {}
