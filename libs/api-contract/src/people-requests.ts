import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { code, freeText, line } from '#kernel/text.js';

const name = line(200).describe('shown on pages; it stands beside the log, never in it');
const email = z.email().max(254).describe('where the service writes to them; it stands beside the log');
const signInAs = line(300).describe(
  'what the identity provider calls them: the value of the claim OIDC_SUBJECT_CLAIM (docs/signing-in.md); of a machine, its client id',
);

/** Registers somebody. */
export const registrationRequest = z.strictObject({
  id: code(60).optional().describe('stands in the log for ever, so no name: one is made unless given'),
  kind: z.enum(['person', 'machine']).default('person'),
  name,
  email: email.optional(),
  signInAs: signInAs.optional(),
});
export type RegistrationRequest = z.infer<typeof registrationRequest>;

/** Changes what stands beside the log; null takes it away. What is left out stays. */
export const particularsRequest = z
  .strictObject({ name: name.optional(), email: email.nullable().optional(), signInAs: signInAs.nullable().optional() })
  .refine((given) => Object.keys(given).length > 0, 'names nothing to change');
export type ParticularsRequest = z.infer<typeof particularsRequest>;

const reason = freeText(2000);
const area = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['office', 'region', 'organisation']), code: code(10) }),
  z.strictObject({ kind: z.literal('england') }),
]);

/** Grants a role in an area. */
export const grantRequest = z.strictObject({
  role: z.enum([
    'assessor',
    'director',
    'panel-member',
    'panel-chair',
    'panel-secretary',
    'committee-secretary',
    'organisation',
    'auditor',
    'administrator',
  ]),
  area,
  from: businessDate.optional().describe('the first day; today unless given'),
  until: businessDate.optional().describe('the last day; until it is withdrawn unless given. An auditor and cover need one'),
  reason,
  cover: z
    .strictObject({ reason })
    .optional()
    .describe('for the director of another office, who stands in: why this one cannot find a second pair of eyes itself'),
});
export type GrantRequest = z.infer<typeof grantRequest>;

/** Withdraws a grant. */
export const withdrawalRequest = z.strictObject({
  withdrawnFrom: businessDate.optional().describe('no longer in force on that day; today, and so at once, unless given'),
  reason,
});
export type WithdrawalRequest = z.infer<typeof withdrawalRequest>;
