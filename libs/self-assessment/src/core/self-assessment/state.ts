import type { SelfAssessmentData, SelfAssessmentEvent } from './events.js';

type Dated<Type extends SelfAssessmentEvent['type']> = SelfAssessmentData<Type> & {
  /** The revision of its event, from 0. */
  readonly revision: number;
};

export type OwnScore = Dated<'CriterionScored'>;
export type Review = Dated<'CriterionReviewed'>;

/** A self-assessment, or a desk review in its place, that was begun. A JSON value. */
export interface StartedSelfAssessment {
  /** `in-preparation`: with the organisation. `in-review`: with the assessor. */
  readonly status: 'in-preparation' | 'in-review' | 'final';
  /** The last event's revision, dense from 0. */
  readonly revision: number;
  readonly round: number;
  readonly about: SelfAssessmentData<'SelfAssessmentStarted'>;
  readonly sites: SelfAssessmentData<'SitesStated'> | null;
  /** Every score the organisation gave itself, and every review, in the order recorded; of each item the last stands. */
  readonly scored: readonly OwnScore[];
  readonly reviewed: readonly Review[];
  /** The items that may be scored in this round. */
  readonly open: 'all' | readonly string[];
  readonly submissions: readonly Dated<'SelfAssessmentSubmitted'>[];
  readonly deskReview: SelfAssessmentData<'DeskReviewBegun'> | null;
  readonly returns: readonly Dated<'SelfAssessmentReturned'>[];
  /** Of a final one: its scores. Of one that is with the assessor again: none. */
  readonly finalised: Dated<'SelfAssessmentFinalised'> | null;
}

export type SelfAssessment = { readonly status: 'not-started' } | StartedSelfAssessment;

export const initialState: SelfAssessment = { status: 'not-started' };

/** The organisation's score of an item as it stands, submitted or not. */
export const ownScoreOf = ({ scored }: Pick<StartedSelfAssessment, 'scored'>, item: string): OwnScore | undefined =>
  scored.findLast((one) => one.item === item);

/** The organisation's score of an item as it was last put forward; undefined where it never was. */
export function submittedScoreOf({ scored, submissions }: StartedSelfAssessment, item: string): OwnScore | undefined {
  const last = submissions.at(-1);
  return last && scored.findLast((one) => one.item === item && one.revision < last.revision);
}

/** The review of an item that stands: the last, unless the organisation scored the item again since. */
export function reviewOf(state: StartedSelfAssessment, item: string): Review | undefined {
  const review = state.reviewed.findLast((one) => one.item === item);
  const own = submittedScoreOf(state, item);
  return review === undefined || (own !== undefined && own.revision > review.revision) ? undefined : review;
}

/** The items that are scored, in the framework's order. */
export const itemsOf = ({ about }: Pick<StartedSelfAssessment, 'about'>): readonly string[] =>
  about.terms.criteria.map(({ item }) => item);

/** The self-assessment after one more event; events before its start change nothing. */
export function evolve(state: SelfAssessment, event: SelfAssessmentEvent): SelfAssessment {
  if (event.type === 'SelfAssessmentStarted') return state.status === 'not-started' ? startedWith(event.data) : state;
  if (state.status === 'not-started') return state;
  const revision = state.revision + 1;
  return { ...state, ...changeBy(event, state, revision), revision };
}

const startedWith = (about: SelfAssessmentData<'SelfAssessmentStarted'>): StartedSelfAssessment => ({
  ...{ status: 'in-preparation', revision: 0, round: 1, about, sites: null, scored: [], reviewed: [] },
  ...{ open: 'all', submissions: [], deskReview: null, returns: [], finalised: null },
});

function changeBy(
  event: Exclude<SelfAssessmentEvent, { type: 'SelfAssessmentStarted' }>,
  state: StartedSelfAssessment,
  revision: number,
): Partial<StartedSelfAssessment> {
  switch (event.type) {
    case 'SitesStated':
      return { sites: event.data };
    case 'CriterionScored':
      return { scored: [...state.scored, { ...event.data, revision }] };
    case 'SelfAssessmentSubmitted':
      return { status: 'in-review', submissions: [...state.submissions, { ...event.data, revision }] };
    case 'DeskReviewBegun':
      return { status: 'in-review', deskReview: event.data };
    case 'CriterionReviewed':
      return { reviewed: [...state.reviewed, { ...event.data, revision }] };
    case 'SelfAssessmentReturned': {
      const { items, round } = event.data;
      return {
        status: 'in-preparation',
        open: items,
        round: round + 1,
        returns: [...state.returns, { ...event.data, revision }],
      };
    }
    case 'ReturnWithdrawn':
      return { status: 'in-review' };
    case 'SelfAssessmentFinalised':
      return { status: 'final', finalised: { ...event.data, revision } };
    case 'FinalisationWithdrawn':
      return { status: 'in-review', finalised: null };
  }
}
