import { Global, Module } from '@nestjs/common';
import type { ContextParts } from '#platform/service/context-parts.js';
import { AdoptFrameworkHandler } from './application/adopt-framework.js';
import { CheckPackHandler } from './application/check-pack.js';
import { FRAMEWORK_CATALOGUE } from './read/framework-catalogue.js';
import { FrameworkVersion } from './read/framework-version.entity.js';
import { frameworksProjection } from './read/frameworks-projection.js';
import { CreateFrameworks1790000100000 } from './read/migrations/1790000100000-create-frameworks.js';
import { KeepSourceOfAdoption1790000680000 } from './read/migrations/1790000680000-keep-source-of-adoption.js';
import { StoredFrameworkCatalogue } from './read/stored-framework-catalogue.js';

export const frameworksProjections = [frameworksProjection] as const;
export const frameworksMigrations = [CreateFrameworks1790000100000, KeepSourceOfAdoption1790000680000] as const;
export const frameworksEntities = [FrameworkVersion] as const;

/** What the composition root collects of this context. */
export const frameworksParts: ContextParts = {
  projections: frameworksProjections,
  migrations: frameworksMigrations,
  entities: frameworksEntities,
};

const catalogue = { provide: FRAMEWORK_CATALOGUE, useClass: StoredFrameworkCatalogue };

/** The catalogue of frameworks and their adoption. */
// Other contexts ask it through its contract and may not import this file.
@Global()
@Module({ providers: [catalogue, AdoptFrameworkHandler, CheckPackHandler], exports: [FRAMEWORK_CATALOGUE] })
export class FrameworksModule {}
