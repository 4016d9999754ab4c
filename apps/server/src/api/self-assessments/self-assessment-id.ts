import { code } from '#kernel/text.js';

/** The id of a self-assessment, which is that of the assessment it is for. */
export const selfAssessmentId = code(200);
