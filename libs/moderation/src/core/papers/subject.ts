/** An item of an assessment as the marks look at it. */
export interface ItemBeforePanel {
  readonly item: string;
  readonly label: string;
  /** The ratings of its scale, best first. */
  readonly scale: readonly { readonly id: string; readonly label: string }[];
  /** As it stands; null while it has none. `not-applicable` is on no scale. */
  readonly rating: string | null;
  /** Whether people rate it, and no rule. */
  readonly byHand: boolean;
  readonly organisationDisagrees: boolean;
  /** Whether the last call that spoke of it flagged it at risk. */
  readonly atRisk: boolean;
  /** What the round before left it at; undefined in the first round. */
  readonly lastRound: string | null | undefined;
}

/** An assessment as the marks look at it. */
export interface Subject {
  readonly assessment: string;
  readonly round: number;
  readonly items: readonly ItemBeforePanel[];
  readonly headline: { readonly item: string; readonly computed: string | null } | undefined;
  /** Comments of the organisation, and how many of them disagree with the draft as a whole or in part. */
  readonly comments: { readonly count: number; readonly disagree: number };
  /** The headline the rule would give with some ratings changed; null where no rule gives one. */
  readonly headlineWith: (ratings: Readonly<Record<string, string>>) => string | null;
}

/** The rating's place on its item's scale, 0 the best; undefined for none, and for what is on no scale. */
export function placeOn({ scale }: Pick<ItemBeforePanel, 'scale'>, rating: string | null): number | undefined {
  const place = scale.findIndex(({ id }) => id === rating);
  return place < 0 ? undefined : place;
}

/** A rating in the words of its item's scale. */
export const inWords = ({ scale }: Pick<ItemBeforePanel, 'scale'>, rating: string | null): string =>
  rating === null ? 'not rated' : (scale.find(({ id }) => id === rating)?.label ?? 'Not applicable');
