import type { AssessmentEvent } from '../../core/assessment/events.js';
import type { FrameworkTerms } from '../../core/assessment/framework-terms.js';

/** Whose assessment it is, of which period, and where it lies: recorded at its opening, moved only by a transfer. */
export interface About {
  readonly organisation: string;
  readonly organisationName: string;
  readonly organisationKind: string;
  readonly office: string;
  readonly officeName: string;
  readonly region: string;
  readonly regionName: string;
  readonly period: string;
}

type Opening = Extract<AssessmentEvent, { type: 'AssessmentOpened' | 'TranscriptionStarted' }>;

const isOpening = (event: AssessmentEvent): event is Opening =>
  event.type === 'AssessmentOpened' || event.type === 'TranscriptionStarted';

/** What is known of the assessment after an event; undefined before its opening. */
export function aboutAfter(before: About | undefined, event: AssessmentEvent): About | undefined {
  if (isOpening(event)) {
    const { organisation, period, ...places } = event.data;
    return {
      organisation: organisation.code,
      organisationName: organisation.name,
      organisationKind: organisation.kind,
      ...placed(places),
      period,
    };
  }
  if (event.type === 'AssessmentTransferred' && before !== undefined) return { ...before, ...placed(event.data.to) };
  return before;
}

function placed({
  office,
  region,
}: Pick<Opening['data'], 'office' | 'region'>): Omit<About, 'organisation' | 'organisationName' | 'organisationKind' | 'period'> {
  return { office: office.code, officeName: office.name, region: region.code, regionName: region.name };
}

/** The terms an event brings into force, if it brings any. */
export function termsBroughtBy(event: AssessmentEvent): FrameworkTerms | undefined {
  return isOpening(event) || event.type === 'FrameworkVersionApplied' ? event.data.terms : undefined;
}

const PARTS = ['baseline', 'q1', 'q2', 'q3', 'q4', 'year'];

/** Orders periods as a number (by year, within it baseline, quarters, year), because their text does not. */
export function periodOrder(period: string): number {
  return Number(period.slice(0, 4)) * 10 + PARTS.indexOf(period.slice(8));
}
