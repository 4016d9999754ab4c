import type { Command } from 'commander';
import type { Perform } from './program.js';

/** The commands that look after people and what they may do. */
export function addPeople(group: Command, perform: Perform): void {
  const commands = () => import('./commands/people.js');
  const operator: [string, string, string] = ['--as <person>', 'the id of the person it is recorded under', 'operator'];
  group
    .command('register')
    .summary('register somebody')
    .description(
      'Register somebody, who holds no role yet, and tell their id. With people grant this makes the first administrator of a service ' +
        'whose people sign in through an identity provider; that one does the rest in the pages. Exit status 1: it was refused.',
    )
    .requiredOption('--name <name>', 'shown on pages; it stands beside the log, never in it')
    .option('--sign-in-as <name>', 'what the identity provider calls them: see docs/signing-in.md')
    .option('--email <address>', 'where the service writes to them')
    .option('--id <id>', 'stands in the log for ever, so no name (default: one is made)')
    .option('--machine', 'a program, which signs in with credentials of its own')
    .option(...operator)
    .action((options: { as: string; name: string }) => perform(async (io) => (await commands()).registerPerson(options, io)));
  group
    .command('grant')
    .summary('grant a role in an area')
    .description(
      'Grant somebody a role. It counts at once, in every process. Exit status 1: it was refused, by the name of the rule.',
    )
    .argument('<person>', 'their id')
    .requiredOption('--role <role>', 'as docs/permissions.md names it')
    .requiredOption('--reason <text>', 'why, for the record')
    .option(
      '--area <code>',
      'an office, a region or an organisation by its code; for a panel with its kind, as in region:Y57 (default: england)',
    )
    .option('--from <day>', 'the first day, YYYY-MM-DD (default: today)')
    .option('--until <day>', 'the last day (default: until it is withdrawn); an auditor and cover need one')
    .option('--cover <text>', 'for the director of another office: why this one cannot find a second pair of eyes itself')
    .option(...operator)
    .action((person: string, options: { as: string; role: string; reason: string }) =>
      perform(async (io) => (await commands()).grantRole(person, options, io)),
    );
  group
    .command('withdraw')
    .summary('withdraw a grant')
    .description('Withdraw a grant. It counts at once, in every process; what was done under it stays done.')
    .argument('<person>', 'their id')
    .argument('<grant>', 'the id of the grant, as people list shows it')
    .requiredOption('--reason <text>', 'why, for the record')
    .option('--from <day>', 'no longer in force on that day, YYYY-MM-DD (default: today)')
    .option(...operator)
    .action((person: string, grant: string, options: { as: string; reason: string }) =>
      perform(async (io) => (await commands()).withdrawGrant(person, grant, options, io)),
    );
  group
    .command('list')
    .summary('who may do what')
    .description('Show everybody who is registered, with every grant they ever held and how it stands today.')
    .option('--q <text>', 'part of a name, an e-mail address or an id')
    .action((options: { q?: string }) => perform(async (io) => (await commands()).listPeople(options, io)));
}
