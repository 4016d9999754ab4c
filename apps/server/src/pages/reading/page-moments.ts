import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { businessDate, isRealDate } from '#kernel/business-date.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { endOfDayInEngland } from '#platform/clock/england.js';
import { type Moment, Moments } from '../../edge/moments.js';
import { dayInWords, momentInWords } from '../words/dates.js';

const blankIsAbsent = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

/** What a page's address says of the moment it is shown for; people may also write a day. */
export const pageMoment = {
  asAt: blankIsAbsent(
    z.union(
      [z.string().regex(/^\d{1,18}$/), businessDate, z.iso.datetime({ offset: true })],
      'is neither a day, an instant nor a position of the log',
    ),
  ),
  effectiveOn: blankIsAbsent(businessDate),
  atLeast: blankIsAbsent(z.string().regex(/^\d{1,18}$/)),
};

/** As it came in. */
export interface PageMomentQuestion {
  readonly asAt?: string | undefined;
  readonly effectiveOn?: string | undefined;
  readonly atLeast?: string | undefined;
}

/** The moment a page is shown for. */
export interface PageMoment extends Moment {
  /** Whether it is shown as it is now. */
  readonly isNow: boolean;
  /** The question for the links of the page, with its "?"; empty for now. */
  readonly query: string;
  /** What the control is filled with. */
  readonly asked: { readonly asAt: string; readonly effectiveOn: string };
  /** The moment in words, to follow "As it stood"; undefined for now. */
  readonly words: string | undefined;
}

/** Finds out which moment a page is asked for. */
@Injectable()
export class PageMoments {
  constructor(
    @Inject(Moments) private readonly moments: Moments,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Waits for `atLeast` in the read models named; a day means its end in England, and today means now. */
  async of(question: PageMomentQuestion, projections: readonly string[] = []): Promise<PageMoment> {
    const { asAt, effectiveOn, atLeast } = question;
    const moment = await this.moments.of({ asAt: this.#instantOf(asAt), effectiveOn, atLeast }, projections);
    const parameters = new URLSearchParams({ ...(asAt && { asAt }), ...(effectiveOn && { effectiveOn }) });
    return {
      ...moment,
      isNow: asAt === undefined && effectiveOn === undefined,
      query: parameters.size === 0 ? '' : `?${parameters.toString()}`,
      asked: { asAt: asAt ?? '', effectiveOn: effectiveOn ?? '' },
      words: wordsFor(asAt, effectiveOn),
    };
  }

  #instantOf(asAt: string | undefined): string | undefined {
    if (asAt === undefined || !isRealDate(asAt)) return asAt;
    const end = endOfDayInEngland(asAt);
    return asAt >= this.clock.today() ? new Date(Math.min(end, this.clock.now())).toISOString() : new Date(end).toISOString();
  }
}

function wordsFor(asAt: string | undefined, effectiveOn: string | undefined): string | undefined {
  const recorded = asAt === undefined ? undefined : recordedWords(asAt);
  const effective = effectiveOn === undefined ? undefined : `by decisions of ${dayInWords(effectiveOn)} and before`;
  return [recorded, effective].filter((part) => part !== undefined).join(', ') || undefined;
}

function recordedWords(asAt: string): string {
  if (isRealDate(asAt)) return `at the end of ${dayInWords(asAt)}`;
  return /^\d+$/.test(asAt) ? `at record ${asAt} of the log` : `on ${momentInWords(asAt)}`;
}
