import type { FrameworkCatalogue } from '#frameworks/contract.js';

/** What is asked of the catalogue to open an assessment. */
export type TermsSource = Pick<FrameworkCatalogue, 'get' | 'forPeriod'>;

/**
 * The catalogue's answers, each asked for once: a national file names the same framework and quarter for every organisation.
 * Made anew for every run, so that a version adopted meanwhile is seen by the next.
 */
export function rememberedTerms(catalogue: TermsSource): TermsSource {
  const frameworks = new Map<string, ReturnType<TermsSource['get']>>();
  const terms = new Map<string, ReturnType<TermsSource['forPeriod']>>();
  return {
    get: (id) => remembered(frameworks, id, () => catalogue.get(id)),
    forPeriod: (id, period) => remembered(terms, JSON.stringify([id, period]), () => catalogue.forPeriod(id, period)),
  };
}

function remembered<Answer>(answers: Map<string, Answer>, key: string, ask: () => Answer): Answer {
  const known = answers.get(key);
  if (known !== undefined) return known;
  const answer = ask();
  answers.set(key, answer);
  return answer;
}
