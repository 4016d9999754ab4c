import type { InterventionKind, InterventionOutcome } from '#interventions/contract.js';
import type { InterventionMoment, InterventionView } from '#interventions/queries.js';
import { partialDateInWords } from '#kernel/partial-date.js';
import type { NameOf } from '../reading/people-names.js';
import { momentInWords } from '../words/dates.js';

/** What an intervention is, in words. */
export const kindsOfIntervention: Readonly<Record<InterventionKind, string>> = {
  condition: 'Condition of authorisation',
  directions: 'Legal directions',
  'special-measures': 'Special measures',
  'success-regime': 'Success regime',
  'recovery-support': 'Recovery Support Programme',
};

/** How an intervention ended, in words. */
export const outcomesOfIntervention: Readonly<Record<InterventionOutcome, string>> = {
  'criteria-met': 'all exit criteria were met',
  lifted: 'lifted',
  replaced: 'replaced by another intervention',
  'organisation-closed': 'the organisation closed',
};

const HAPPENED: Readonly<Record<InterventionMoment['type'], string>> = {
  InterventionRecorded: 'Taken over as published',
  InterventionBegan: 'Began',
  ObjectiveAgreed: 'Objective agreed',
  ObjectiveMet: 'Objective met',
  ObjectiveNotMet: 'Objective not met',
  InterventionVaried: 'Varied',
  InterventionEnded: 'Ended',
  InterventionCorrected: 'Record corrected',
};

/** A date as vague as it is known, in words. */
export const vagueDate = (date: string | null): string => (date === null ? 'date not given' : partialDateInWords(date));

/** The names of organisations by their codes. */
export type NamesOfOrganisations = ReadonlyMap<string, string>;

/** Who an intervention concerns, as pages name them. */
export const namedOrganisations = (codes: readonly string[], names: NamesOfOrganisations) =>
  codes.map((code) => ({ code, name: names.get(code) ?? code }));

/** Until when, and how it ended, in words. */
export function untilInWords({ standing, until, outcome }: InterventionView): string {
  if (standing === 'in-force') return 'in force';
  if (standing === 'end-not-given') return 'the source does not say whether it ended';
  return outcome === null ? vagueDate(until) : `${vagueDate(until)}: ${outcomesOfIntervention[outcome]}`;
}

/** What an intervention is called in headings: "Special measures, from July 2018". */
export const titleOfIntervention = ({ kind, from }: Pick<InterventionView, 'kind' | 'from'>): string =>
  `${kindsOfIntervention[kind]}, from ${vagueDate(from)}`;

/** Something that happened to an intervention, in words. */
export const momentOfIntervention = ({ type, on, detail, actor, recordedAt }: InterventionMoment, nameOf: NameOf) => ({
  title: HAPPENED[type],
  when: type === 'InterventionCorrected' ? undefined : vagueDate(on),
  recorded: `Recorded ${momentInWords(recordedAt)}, ${nameOf(actor)}`,
  detail,
});

/** An intervention as a page shows it. */
export const shownIntervention = (view: InterventionView, names: NamesOfOrganisations, nameOf: NameOf) => ({
  ...view,
  title: titleOfIntervention(view),
  kind: kindsOfIntervention[view.kind],
  organisations: namedOrganisations(view.organisations, names),
  alsoBinds: namedOrganisations(view.alsoBinds, names),
  from: vagueDate(view.from),
  until: untilInWords(view),
  timeline: view.timeline.toReversed().map((moment) => momentOfIntervention(moment, nameOf)),
});
