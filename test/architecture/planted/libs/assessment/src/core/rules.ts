export { decider } from '#kernel/decider.js';
