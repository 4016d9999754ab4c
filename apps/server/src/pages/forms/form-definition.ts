import type { ICommand } from '@nestjs/cqrs';
import type { z } from 'zod';
import type { CommandSender } from '#assessment/commands.js';
import type { AssessmentAnswer } from '#assessment/queries.js';
import type { FrameworkForPeriod } from '#frameworks/contract.js';
import type { Permission } from '#identity/contract.js';
import { type FieldWords, faultsOf } from './faults.js';
import type { FormError } from './form-view.js';
import type { Typed } from './typed.js';

/** What a form is shown and read with. */
export interface FormContext {
  readonly answer: AssessmentAnswer;
  /** What of the framework applies in the period: the scales among it. */
  readonly terms: FrameworkForPeriod;
  readonly today: string;
  /** Of a form about one record or action: its id, from the address or, sent again, from the form. */
  readonly subject: string | undefined;
}

/** One form: what it asks, how that becomes a request of the API's, and the command it leads to. */
export interface FormDefinition<Request> {
  /** The last part of its address. */
  readonly path: string;
  readonly template: string;
  readonly title: string;
  /** What the button says. */
  readonly button: string;
  readonly permission: Permission | ((answer: AssessmentAnswer) => Permission | undefined);
  /** Sends the revision that was seen, as the API's If-Match does. */
  readonly judges?: true;
  /** Shows what was answered once more before it is carried out. */
  readonly checkFirst?: true;
  readonly schema: z.ZodType<Request>;
  readonly words: FieldWords;
  /** The request as the API would take it, from what was typed. */
  read(typed: Typed, context: FormContext): unknown;
  command(by: CommandSender, context: FormContext, request: Request): ICommand;
  /** What the template shows besides the fields. */
  model?(typed: Typed, context: FormContext): Readonly<Record<string, unknown>>;
  /** What the fields hold when the form is first shown. */
  start?(context: FormContext): Readonly<Record<string, string | readonly string[]>>;
}

/** A form whose request was checked: what it leads to, or what is wrong with it. */
export type Attempt = { readonly command: (by: CommandSender) => ICommand } | { readonly faults: readonly FormError[] };

/** A form without the type of its request, so that forms of any kind stand in one list. */
export interface Form extends Omit<FormDefinition<unknown>, 'schema' | 'words' | 'read' | 'command'> {
  attempt(typed: Typed, context: FormContext): Attempt;
}

/** Closes a definition over its own type of request. */
export function form<Request>(definition: FormDefinition<Request>): Form {
  const { schema, words, ...rest } = definition;
  return {
    ...rest,
    attempt(typed, context) {
      const checked = schema.safeParse(definition.read(typed, context));
      if (!checked.success) return { faults: faultsOf(checked.error, typed, words) };
      return { command: (by) => definition.command(by, context, checked.data) };
    },
  };
}

/** A request without the members that were left blank: the API takes absence, not undefined. */
export const given = (members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
