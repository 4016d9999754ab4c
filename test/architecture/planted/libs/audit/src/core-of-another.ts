export { decider } from '#assessment/core/rules.js';
