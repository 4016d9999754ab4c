import { code } from '#kernel/text.js';
import { CommandFailed } from './command.js';

/** Who imports, as given on the command line. */
export interface ImporterOption {
  readonly as: string;
}

/** The actor and role an import is recorded under. */
export function importerOf({ as }: ImporterOption): { readonly actor: string; readonly role: string } {
  if (!code().safeParse(as).success)
    throw new CommandFailed(`"${as}" is no id of a person: it takes letters, digits, dots and dashes.`);
  return { actor: as, role: 'administrator' };
}
