import type { Typed } from './typed.js';

/** A fault beside the field it was typed into; without a field, one of the whole form. */
export interface FormError {
  readonly field: string | undefined;
  readonly text: string;
}

/** What a template asks while it lays out a form: values as typed, faults beside them. */
export class FormView {
  constructor(
    private readonly typed: Typed,
    private readonly faults: readonly FormError[] = [],
  ) {}

  /** What the field holds, as typed. */
  value(name: string): string {
    return this.typed.raw(name);
  }

  /** Whether one of several choices was made. */
  has(name: string, value: string): boolean {
    return this.typed.all(name).includes(value);
  }

  /** The fault of a field, as nhsuk-frontend's macros take it. */
  error(name: string): { readonly text: string } | undefined {
    const texts = this.faults.filter(({ field }) => field === name).map(({ text }) => text);
    return texts.length === 0 ? undefined : { text: texts.join(' ') };
  }

  /** The faults for the error summary, each leading to its field. */
  get errors(): readonly { readonly text: string; readonly href: string }[] {
    return this.faults.map(({ field, text }) => ({
      text,
      href: `#${field === undefined ? 'form' : this.typed.anchorOf(field)}`,
    }));
  }

  /** Everything typed, for a page that sends it on without showing it again. */
  get all(): readonly (readonly [name: string, value: string])[] {
    return Object.entries(this.typed.fields)
      .filter(([name]) => !name.startsWith('_'))
      .flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const));
  }
}
