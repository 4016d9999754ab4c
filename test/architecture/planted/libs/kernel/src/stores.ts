export { store } from '#platform/store.js';
