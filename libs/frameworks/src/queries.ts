/** The queries the applications dispatch. */
export { CheckPack, type PackCheck, type PackFault } from './application/check-pack.js';
