export { contract } from '#assessment/contract.js';
