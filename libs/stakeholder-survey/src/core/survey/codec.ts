import { codecOf } from '#kernel/codec.js';
import { surveyEvents } from './events.js';

/** How a survey's events lie in the log. */
export const surveyCodec = codecOf(surveyEvents);
