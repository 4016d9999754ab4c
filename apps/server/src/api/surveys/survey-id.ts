import { z } from 'zod';

const PATTERN = /^([A-Za-z0-9]{1,10})\.(20\d{2})$/;

/** The id of a year's survey, `00M.2017`, as its organisation and year. */
export const surveyIdParameter = z
  .string()
  .regex(PATTERN, 'is not the id of a survey such as 00M.2017')
  .transform((text) => {
    const [, organisation = '', year = ''] = PATTERN.exec(text) ?? [];
    return { organisation, year };
  });
export type SurveyId = z.infer<typeof surveyIdParameter>;
