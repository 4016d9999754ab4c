import { z } from 'zod';
import { freeText, line } from '#kernel/text.js';

/** Adopts a version of a framework. What the pack holds is checked by the rules of packs, each by its name. */
export const adoptionRequest = z.strictObject({
  pack: z.record(z.string(), z.unknown()).describe('the pack; its schema is libs/frameworks/schema/framework-pack.schema.json'),
  source: line(600).describe('where the pack was taken from'),
  reason: freeText(2000).describe('why it is adopted; everybody can read it beside the version'),
});
export type AdoptionRequest = z.infer<typeof adoptionRequest>;
