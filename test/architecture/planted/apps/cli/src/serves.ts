export { routes } from '../../server/src/api/routes.js';
