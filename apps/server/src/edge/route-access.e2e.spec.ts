import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { Public, Requires } from './access.js';
import { guardRoutes } from './access-hook.js';
import { Authentication } from './authentication.js';
import { AppModule } from '../app.module.js';
import { parts } from '../composition.js';
import { openPlatform } from '#platform/service/open-platform.js';
import { createLogger } from '#platform/logging/logger.js';
import { Readiness } from '../operations/readiness.js';
import { FixedPeople } from '../standalone/sample-people.js';
import { loadConfig } from '#platform/config/config.js';
import { identityOf } from '../service/identity.js';
import { createTestDatabase } from '../../../../test/support/postgres-for-tests.js';

/** The routes of an application that say nothing of who may reach them, and how many there are in all. */
async function unguardedRoutes(module: Parameters<typeof NestFactory.create>[0]) {
  const adapter = new FastifyAdapter();
  const routes: RouteOptions[] = [];
  adapter.getInstance<FastifyInstance>().addHook('onRoute', (route) => void routes.push(route));
  const application = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: false, abortOnError: false });
  await application.init();
  const unguarded = routes.filter((route) => route.config?.access === undefined);
  return { application, all: routes.length, unguarded: unguarded.map(({ method, url }) => `${String(method)} ${url}`) };
}

@Controller('planted')
class PlantedController {
  @Get('open')
  @Public()
  open(): string {
    return 'open';
  }

  @Get('guarded')
  @Requires('audit.read')
  guarded(): string {
    return 'guarded';
  }

  @Get('forgotten')
  forgotten(): string {
    return 'forgotten';
  }
}

@Module({ controllers: [PlantedController] })
class PlantedModule {}

describe('every route says who may reach it', () => {
  it('holds for the whole application', async () => {
    const database = await createTestDatabase();
    const log = createLogger('silent');
    const platform = await openPlatform({ ownerUrl: database.connectionString, parts, log });
    const { tokens, ...identity } = await identityOf(loadConfig({ PORT: '1' }), platform.dataSource, log);
    const people = new FixedPeople([]);
    const authentication = new Authentication(tokens, people);
    const module = AppModule.of({ platform, log, people, authentication, readiness: new Readiness(), ...identity });

    const { application, all, unguarded } = await unguardedRoutes(module);
    await application.close();
    await platform.close();
    await database.drop();

    expect(unguarded).toEqual([]);
    expect(all).toBeGreaterThan(10);
  });

  it('is noticed where one does not, and that one answers nobody', async () => {
    const { application, unguarded } = await unguardedRoutes(PlantedModule);
    expect(unguarded).toEqual(['GET /planted/forgotten', 'HEAD /planted/forgotten']);

    const auditor = { id: 'a', name: 'A', role: 'auditor', area: { kind: 'england' } } as const;
    const guarded = await NestFactory.create<NestFastifyApplication>(PlantedModule, new FastifyAdapter(), {
      logger: false,
      abortOnError: false,
    });
    const anyToken = { subjectOf: () => Promise.resolve('a') };
    guardRoutes(guarded.getHttpAdapter().getInstance(), new Authentication(anyToken, new FixedPeople([auditor])));
    await guarded.listen(0, '127.0.0.1');
    const address = await guarded.getUrl();
    const ask = async (path: string, headers = {}) => (await fetch(`${address}${path}`, { headers })).status;
    const token = { authorization: 'Bearer x' };
    expect([await ask('/planted/open'), await ask('/planted/guarded'), await ask('/planted/guarded', token)]).toEqual([
      200, 401, 200,
    ]);
    expect([await ask('/planted/forgotten'), await ask('/planted/forgotten', token)]).toEqual([401, 403]);
    await Promise.all([application.close(), guarded.close()]);
  });
});
