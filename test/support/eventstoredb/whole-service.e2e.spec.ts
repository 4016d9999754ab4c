import { jest } from '@jest/globals';
import { loadConfig } from '#platform/config/config.js';
import { createLogger } from '#platform/logging/logger.js';
import { startService } from '../../../apps/server/src/service/start-service.js';
import { createTestDatabase } from '../postgres-for-tests.js';
import { WireServer } from './wire-server.js';

jest.setTimeout(120_000);

it('the whole service loads its sample data into EventStoreDB, projects it, and finds everything there after a restart', async () => {
  const [server, database] = [await WireServer.start(), await createTestDatabase()];
  // With the worked example come sealed texts and every kind of stream; the published ratings would only take longer.
  const seed = ['frameworks-1', 'organisations-1', 'people-1', 'worked-example-1'];
  const start = async () => {
    const settings = {
      PORT: '0',
      DATABASE_URL: database.connectionString,
      EVENT_STORE: 'eventstoredb',
      EVENTSTOREDB_URL: server.connectionString,
      LOG_LEVEL: 'error',
    };
    const service = await startService(loadConfig(settings), createLogger('error'), { seed });
    await service.ready;
    return service;
  };
  try {
    const first = await start();
    expect((await fetch(`${first.address}/health/ready`)).status).toBe(200);
    await first.stop();
    const written = server.log.records.filter(({ stream }) => stream.startsWith('checkpoint.')).length;
    expect(written).toBeGreaterThan(100);
    const assessments = server.log.records.filter(({ stream }) => stream.startsWith('checkpoint.assessment-'));
    expect(assessments.some(({ data }) => Buffer.from(data).includes('"sealed":'))).toBe(true);

    const second = await start();
    expect((await fetch(`${second.address}/health/ready`)).status).toBe(200);
    await second.stop();
    expect(server.log.records.filter(({ stream }) => stream.startsWith('checkpoint.'))).toHaveLength(written);
  } finally {
    await server.halt();
    await database.drop();
  }
});
