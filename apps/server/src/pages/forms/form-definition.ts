import type { ICommand } from '@nestjs/cqrs';
import type { z } from 'zod';
import type { Permission, Person } from '#identity/contract.js';
import { type FieldWords, faultsOf } from './faults.js';
import type { FormError } from './form-view.js';
import type { Typed } from './typed.js';

/** Who sends a form, as the contexts' commands take it. */
export interface FormSender {
  readonly person: Person;
  /** The revision they had before them, where the form judges. */
  readonly judged?: bigint | undefined;
  /** The form's own key: sent twice, it is recorded once. */
  readonly idempotencyKey: string | undefined;
  readonly correlationId: string;
}

/** One form: what it asks, how that becomes a request of the API's, and the command it leads to. */
export interface FormDefinition<Request, Context> {
  /** The last part of its address. */
  readonly path: string;
  readonly template: string;
  readonly title: string;
  /** What the button says. */
  readonly button: string;
  /** Undefined where nobody may, as things stand. */
  readonly permission: Permission | ((context: Context) => Permission | undefined);
  /** Sends the revision that was seen, as the API's If-Match does. */
  readonly judges?: true;
  /** Shows what was answered once more before it is carried out. */
  readonly checkFirst?: true;
  readonly schema: z.ZodType<Request>;
  readonly words: FieldWords;
  /** The request as the API would take it, from what was typed. */
  read(typed: Typed, context: Context): unknown;
  /** Faults that only the context knows, beside those of the schema. */
  finds?(context: Context): readonly FormError[];
  command(by: FormSender, context: Context, request: Request): ICommand;
  /** What the look before it is carried out asks, and nobody has said yet. */
  leftOpen?(typed: Typed, context: Context): readonly FormError[];
  /** What the template shows besides the fields. */
  model?(typed: Typed, context: Context): Readonly<Record<string, unknown>>;
  /** What the fields hold when the form is first shown. */
  start?(context: Context): Readonly<Record<string, string | readonly string[]>>;
}

/** A form whose request was checked: what it leads to, or what is wrong with it. */
export type Attempt = { readonly command: (by: FormSender) => ICommand } | { readonly faults: readonly FormError[] };

/** A form without the type of its request, so that forms of any kind stand in one list. */
export interface Form<Context> extends Omit<FormDefinition<unknown, Context>, 'schema' | 'words' | 'read' | 'finds' | 'command'> {
  attempt(typed: Typed, context: Context): Attempt;
}

/** Closes a definition over its own type of request; a kind of forms fixes its context once: `const form = formsAbout<Survey>()`. */
export const formsAbout =
  <Context>() =>
  <Request>(definition: FormDefinition<Request, Context>): Form<Context> => {
    const { schema, words, ...rest } = definition;
    return {
      ...rest,
      attempt(typed, context) {
        const checked = schema.safeParse(definition.read(typed, context));
        const faults = [
          ...(definition.finds?.(context) ?? []),
          ...(checked.success ? [] : faultsOf(checked.error, typed, words)),
        ];
        if (!checked.success || faults.length > 0) return { faults };
        return { command: (by) => definition.command(by, context, checked.data) };
      },
    };
  };

/** The permission a form needs as things stand. */
export const permissionOf = <Context>({ permission }: Form<Context>, context: Context): Permission | undefined =>
  typeof permission === 'string' ? permission : permission(context);

/** Forms by the last part of their address. */
export const byPath = <Context>(forms: readonly Form<Context>[]): ReadonlyMap<string, Form<Context>> =>
  new Map(forms.map((form) => [form.path, form]));

/** A request without the members that were left blank: the API takes absence, not undefined. */
export const given = (members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
