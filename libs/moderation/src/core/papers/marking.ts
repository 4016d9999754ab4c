import { z } from 'zod';

/** The thresholds of the marks, which each panel may set for itself. */
export const marking = z.strictObject({
  borderlineSteps: z.int().min(1).max(5).describe('by how many steps one item is moved to see whether the headline follows'),
  outlyingSteps: z.int().min(1).max(5).describe('how many steps from the middle rating of the panel’s papers an item must stand'),
  outlyingAmong: z.int().min(3).max(500).describe('among how many papers at least: fewer have no middle worth the name'),
});
export type Marking = z.infer<typeof marking>;

/** What holds where a panel sets nothing. No source gives figures: these are ours, chosen so that a page of marks stays short. */
export const DEFAULT_MARKING: Marking = { borderlineSteps: 1, outlyingSteps: 2, outlyingAmong: 5 };
