import { there } from './circle-there.js';

export const back = () => there;
