import { Inject, Injectable } from '@nestjs/common';
import { type Refusal, refuse } from '#kernel/refusal.js';
import { mayNotInAnyRole, type Permission, PERSON_DIRECTORY, type PersonDirectory, type Place } from '#identity/contract.js';

/** Rules on those a decision names as having judged. */
export type WhoDecidedRule = 'person-who-decided-may-not';

/**
 * A decision can be recorded for others, but only for people whose role and area allow them to judge there: else four
 * eyes could be met with any name.
 */
@Injectable()
export class ThoseWhoDecided {
  constructor(@Inject(PERSON_DIRECTORY) private readonly directory: PersonDirectory) {}

  /** Refuses a person named in `decidedBy` who is unknown, or may not decide at that stage and place. */
  async refuse(
    decidedBy: readonly string[] | undefined,
    permission: Permission,
    place: Place,
  ): Promise<Refusal<WhoDecidedRule> | undefined> {
    for (const [index, id] of (decidedBy ?? []).entries()) {
      if (mayNotInAnyRole(await this.directory.grantsOf(id), permission, place) === undefined) continue;
      const detail = `${id} is not known here as somebody who may decide at this stage for this organisation`;
      return refuse('person-who-decided-may-not', `${detail}. Nothing was recorded.`, {
        errors: [{ pointer: `/decidedBy/${String(index)}`, detail }],
      });
    }
    return undefined;
  }
}
