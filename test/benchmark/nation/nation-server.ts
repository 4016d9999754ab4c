import { loadConfig } from '#platform/config/config.js';
import { createLogger } from '#platform/logging/logger.js';
import { freePort } from '../../../apps/server/src/service/free-port.js';
import { startService } from '../../../apps/server/src/service/start-service.js';

/* The whole service as `npm start` runs it, with the sample people, on a database of the benchmark's. */

const [, , DATABASE_URL = ''] = process.argv;
const PORT = String(await freePort('127.0.0.1'));
const service = await startService(loadConfig({ DATABASE_URL, PORT }), createLogger('error'));
await service.ready;

process.on('message', (message) => {
  if (message === 'stop') void service.stop().then(() => process.exit(0));
});
process.send?.({ address: service.address });
