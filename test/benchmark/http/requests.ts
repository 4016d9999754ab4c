/** One command that can be sent again and again, each time as a new one. */
export interface Target {
  readonly path: string;
  readonly token: string;
  readonly body: string;
}

/** A call about one organisation, as its office's assessor logs it: about 400 bytes, with one free text. */
export const callBody = (organisation: string): string =>
  JSON.stringify({
    heldOn: '2014-06-10',
    participants: [
      {
        person: 'c0a1a6d1-8f0e-5a37-9d7e-0c55a0d1c0de',
        organisation: `CCG ${organisation}`,
        role: 'Accountable officer',
      },
    ],
    updates: [
      {
        item: 'domain-4',
        note: 'Month 2 is 0.4m behind plan; a recovery plan is being written and comes to the next call in the autumn.',
        atRisk: true,
      },
    ],
  });
