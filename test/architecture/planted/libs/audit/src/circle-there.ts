import { back } from './circle-back.js';

export const there = () => back;
