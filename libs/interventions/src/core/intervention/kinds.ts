import { z } from 'zod';

/**
 * What NHS England can put an organisation under beside its rating: conditions of authorisation (2012 to 2014), directions under
 * section 14Z21 of the NHS Act 2006, special measures (from 2015), the success regime (2015), the Recovery Support Programme
 * (from July 2021).
 */
export const INTERVENTION_KINDS = ['condition', 'directions', 'special-measures', 'success-regime', 'recovery-support'] as const;
export const interventionKind = z.enum(INTERVENTION_KINDS);
export type InterventionKind = z.infer<typeof interventionKind>;

/** How an intervention ended. */
export const INTERVENTION_OUTCOMES = ['criteria-met', 'lifted', 'replaced', 'organisation-closed'] as const;
export const interventionOutcome = z.enum(INTERVENTION_OUTCOMES);
export type InterventionOutcome = z.infer<typeof interventionOutcome>;
