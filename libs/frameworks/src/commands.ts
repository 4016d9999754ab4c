/** The commands the applications dispatch; permission is the edge's, the decision their handlers'. */
export { AdoptFramework, type Adoption, type AdoptionRefusal } from './application/adopt-framework.js';
