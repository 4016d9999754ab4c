import { mayNot, type Person } from '#identity/contract.js';
import type { EditionAnswer } from '#publication/queries.js';

/** Something that can be done with an edition as it stands. */
export interface EditionTask {
  readonly text: string;
  readonly href: string;
}

/** What may be done with an edition now: before it is public, or after. */
export function editionTasks({ standing, preparation }: EditionAnswer, path: string, person: Person): readonly EditionTask[] {
  if (mayNot(person, 'scorecard.publish') !== undefined) return [];
  const base = path.replace(/\/editions\/\d+$/, '');
  switch (standing) {
    case 'under-embargo':
      return [
        { text: 'Give somebody the final draft', href: `${path}/notification` },
        ...(hasReaders(preparation) ? [{ text: 'Take somebody off the list', href: `${path}/access-withdrawal` }] : []),
        { text: 'Move the end of the embargo', href: `${path}/embargo` },
        { text: 'Stop this edition', href: `${path}/stop` },
      ];
    case 'published':
      return [
        { text: 'Record where else it is published', href: `${path}/channel` },
        { text: 'Prepare a correction', href: `${base}/draft` },
        { text: 'Withdraw this edition', href: `${path}/withdrawal` },
      ];
    case 'superseded':
      return [{ text: 'Withdraw this edition', href: `${path}/withdrawal` }];
    case 'stopped':
    case 'withdrawn':
      return [{ text: 'Prepare a new edition', href: `${base}/draft` }];
  }
}

const hasReaders = (preparation: EditionAnswer['preparation']): boolean =>
  preparation !== undefined && preparation.list.people.length + preparation.list.organisations.length > 0;

const RECORDED: Readonly<Record<string, string>> = {
  freezing: 'The edition is frozen.',
  notification: 'The final draft was given to those named.',
  'access-withdrawal': 'They are off the list.',
  embargo: 'The embargo was moved.',
  stop: 'The edition was stopped. It will not be published.',
  withdrawal: 'The edition was withdrawn. The notice stands in its place.',
  channel: 'Recorded where else it is published.',
};

/** What a form led to, in words; undefined for a text that is no form. */
export const recordedAs = (form: string): string | undefined => RECORDED[form];
