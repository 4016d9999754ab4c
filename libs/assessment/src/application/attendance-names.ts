import { Injectable } from '@nestjs/common';
import { derivedId } from '#kernel/ids.js';
import { PeopleRegister } from '#identity/contract.js';
import type { Attendant } from '../core/assessment/attendance.js';

/** Somebody who was there, as typed: a name, or the id of a person already known. */
export interface TypedAttendant {
  readonly name?: string | undefined;
  readonly person?: string | undefined;
  readonly organisation?: string | undefined;
  readonly role?: string | undefined;
}

/** The person behind the n-th typed attendant: the id given, or one derived from the command, the same at each retry. */
const personOf = (commandId: string, { person }: TypedAttendant, index: number): string =>
  person ?? derivedId(commandId, `person-${String(index)}`);

/** The attendance as the record holds it: ids instead of names. */
export const attendantsOf = (commandId: string, typed: readonly TypedAttendant[]): readonly Attendant[] =>
  typed.map((attendant, index) => ({
    person: personOf(commandId, attendant, index),
    organisation: attendant.organisation,
    role: attendant.role,
  }));

/** Files typed names outside the log, before the event that names their ids is recorded. */
@Injectable()
export class AttendanceNames {
  constructor(private readonly register: PeopleRegister) {}

  async file(commandId: string, typed: readonly TypedAttendant[]): Promise<void> {
    await this.register.file(
      typed.flatMap((attendant, index) =>
        attendant.name === undefined ? [] : [{ id: personOf(commandId, attendant, index), name: attendant.name }],
      ),
    );
  }
}
