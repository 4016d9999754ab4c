export { server } from '../../../../test/support/server.js';
