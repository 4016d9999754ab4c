export { handlers } from '../application/handlers.js';
