import type { Person, PersonDirectory } from '#identity/contract.js';

/**
 * The people of standalone mode. Their names are plainly made up; the offices and regions are real, so that the areas
 * they stand for can be tried on real organisations. `00Z` and its office `Q00` are made up as well.
 */
export const samplePeople: readonly Person[] = [
  { id: 'wessex-assessor', name: 'Assessor, Wessex', role: 'assessor', area: { kind: 'office', code: 'Q70' } },
  { id: 'wessex-director', name: 'Director, Wessex', role: 'director', area: { kind: 'office', code: 'Q70' } },
  { id: 'south-panel', name: 'Regional panel member, South', role: 'panel-member', area: { kind: 'region', code: 'Y57' } },
  { id: 'national-panel', name: 'National panel member', role: 'panel-member', area: { kind: 'england' } },
  { id: 'south-chair', name: 'Regional panel chair, South', role: 'panel-chair', area: { kind: 'region', code: 'Y57' } },
  { id: 'national-chair', name: 'National panel chair', role: 'panel-chair', area: { kind: 'england' } },
  { id: 'national-secretary', name: 'National panel secretary', role: 'panel-secretary', area: { kind: 'england' } },
  { id: 'cne-assessor', name: 'Assessor, Cumbria and North East', role: 'assessor', area: { kind: 'office', code: 'Q74' } },
  { id: 'south-west-assessor', name: 'Assessor, South West South', role: 'assessor', area: { kind: 'office', code: 'Q85' } },
  // Where no local office is left, the region assesses: integrated care boards, and clinical commissioning groups from 2020 on.
  { id: 'london-assessor', name: 'Assessor, London', role: 'assessor', area: { kind: 'office', code: 'Y56' } },
  { id: 'london-director', name: 'Director, London', role: 'director', area: { kind: 'office', code: 'Y56' } },
  { id: 'auditor', name: 'Auditor', role: 'auditor', area: { kind: 'england' } },
  { id: 'dorset-ccg', name: 'Reader at NHS Dorset CCG', role: 'organisation', area: { kind: 'organisation', code: '11J' } },
  { id: 'administrator', name: 'Administrator', role: 'administrator', area: { kind: 'england' } },
  { id: 'committee-secretary', name: 'Committee secretary', role: 'committee-secretary', area: { kind: 'england' } },
  { id: 'example-assessor', name: 'Assessor, Example', role: 'assessor', area: { kind: 'office', code: 'Q00' } },
  { id: 'example-director', name: 'Director, Example', role: 'director', area: { kind: 'office', code: 'Q00' } },
];

/** A program that signs in by itself, by client credentials, and records for the made-up office. Its secret is no secret. */
export const SAMPLE_MACHINE = {
  ...{ id: 'sample-machine', secret: 'sample-machine-secret', name: 'Program, Example', role: 'assessor' },
  area: { kind: 'office', code: 'Q00' },
} as const satisfies Person & { readonly secret: string };

/** A directory of fixed people; somebody listed more than once holds several grants. */
export class FixedPeople implements PersonDirectory {
  constructor(private readonly people: readonly Person[]) {}

  grantsOf(id: string): Promise<readonly Person[]> {
    return Promise.resolve(this.people.filter((person) => person.id === id));
  }

  async find(id: string): Promise<Person | undefined> {
    return (await this.grantsOf(id))[0];
  }
}
