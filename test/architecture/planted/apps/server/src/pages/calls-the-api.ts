export { routes } from '../api/routes.js';
