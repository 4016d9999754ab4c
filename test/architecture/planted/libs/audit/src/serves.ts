export { routes } from '../../../apps/server/src/api/routes.js';
