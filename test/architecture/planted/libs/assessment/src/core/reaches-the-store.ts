export { store } from '#kernel/stores.js';
