export { nothing } from '#audit/nowhere.js';
