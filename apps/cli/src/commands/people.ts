import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { grantRequest, registrationRequest, withdrawalRequest } from '#api-contract/people-requests.js';
import {
  GrantRole,
  newPersonId,
  type PeopleOutcome,
  type PeopleSender,
  RegisterPerson,
  WithdrawGrant,
} from '#identity/commands.js';
import { actingName, areasOf, ROLES } from '#identity/contract.js';
import { type GrantView, ListPeople, type PersonAnswer } from '#identity/queries.js';
import { isRefusal } from '#kernel/refusal.js';
import { code } from '#kernel/text.js';
import { counted } from '../output/words.js';
import { CommandFailed, type CommandIo, type CommandOutcome } from '../session/command.js';
import { importerOf, type ImporterOption } from '../session/importer.js';
import { showInReadModels, stoppedLines } from '../session/read-models.js';
import { type CommandSession, withContexts, withSession } from '../session/session.js';

/** Whoever may run the command line has the database: they act as an administrator of the whole. */
function senderOf(options: ImporterOption): PeopleSender {
  const { actor } = importerOf(options);
  return { person: { id: actor, name: actor, role: 'administrator', area: { kind: 'england' } } };
}

/** The request that options make, or one sentence on what is wrong with them. */
function requestOf<Request>(schema: z.ZodType<Request>, options: unknown): Request {
  const checked = schema.safeParse(options);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new CommandFailed(
    `--${(issue?.path ?? []).join(' ') || 'options'}: ${issue?.message ?? 'not valid'}. Nothing was recorded.`,
  );
}

/** Registers somebody, who can do nothing yet. */
export async function registerPerson(
  {
    as,
    machine,
    id,
    ...given
  }: ImporterOption & {
    readonly id?: string;
    readonly name: string;
    readonly email?: string;
    readonly signInAs?: string;
    readonly machine?: boolean;
  },
  io: CommandIo,
): Promise<CommandOutcome> {
  const by = senderOf({ as });
  const request = requestOf(registrationRequest, {
    ...given,
    ...(id !== undefined && { id }),
    kind: machine ? 'machine' : 'person',
  });
  const person = request.id ?? newPersonId(by);
  const { id: _, ...registration } = request;
  return record(io, new RegisterPerson(by, person, registration), (outcome) => ({
    text: `${person} is registered, and holds no role yet`,
    json: { id: person, ...outcome },
  }));
}

/** Grants a role in an area. */
export async function grantRole(
  person: string,
  {
    as,
    role,
    area,
    cover,
    ...given
  }: ImporterOption & {
    readonly role: string;
    readonly area?: string;
    readonly from?: string;
    readonly until?: string;
    readonly reason: string;
    readonly cover?: string;
  },
  io: CommandIo,
): Promise<CommandOutcome> {
  const by = senderOf({ as });
  const request = requestOf(grantRequest, {
    ...{ role, ...given, area: areaOf(role, area) },
    ...(cover !== undefined && { cover: { reason: cover } }),
  });
  return record(io, new GrantRole(by, idOf(person), request), (outcome) => ({
    text: `${person} is granted ${actingName(request)}${request.from === undefined ? ', from now on' : ` from ${request.from}`}`,
    json: outcome,
  }));
}

/** An area as it is typed: `england`, a code where the role says of what kind it is, or both, as in `region:Y57`. */
function areaOf(role: string, typed = 'england'): unknown {
  if (typed === 'england') return { kind: 'england' };
  const [, named, code = typed] = /^(office|region|organisation):(.+)$/.exec(typed) ?? [];
  const kinds = ROLES.filter((one) => one === role).flatMap((one) => areasOf(one).filter((kind) => kind !== 'england'));
  if (named === undefined && kinds.length > 1)
    throw new CommandFailed(`--area: say of what kind it is: ${kinds.map((kind) => `${kind}:${typed}`).join(' or ')}.`);
  return { kind: named ?? kinds[0] ?? 'england', code };
}

/** Withdraws a grant. */
export async function withdrawGrant(
  person: string,
  grant: string,
  { as, from, reason }: ImporterOption & { readonly from?: string; readonly reason: string },
  io: CommandIo,
): Promise<CommandOutcome> {
  const by = senderOf({ as });
  const request = requestOf(withdrawalRequest, { reason, ...(from !== undefined && { withdrawnFrom: from }) });
  return record(io, new WithdrawGrant(by, idOf(person), idOf(grant), request), (outcome) => ({
    text: `The grant ${grant} of ${person} is withdrawn${from === undefined ? ', from now on' : ` from ${from}`}`,
    json: outcome,
  }));
}

/** Shows who may do what. */
export async function listPeople({ q }: { readonly q?: string }, io: CommandIo): Promise<CommandOutcome> {
  return withSession(io, async (session) => {
    await showInReadModels((await session.store.head()).position, session);
    const { person } = senderOf({ as: 'operator' });
    const people = await withContexts(session, (contexts) =>
      contexts.get(QueryBus, { strict: false }).execute(new ListPeople(person, { q })),
    );
    return {
      holds: true,
      text: [...people.flatMap(linesOf), counted(people.length, 'person', 'people')].join('\n'),
      json: people,
    };
  });
}

function linesOf({ id, name, grants }: PersonAnswer): readonly string[] {
  return [`${name ?? '(no name kept)'} (${id})`, ...grants.map((grant) => `  ${grantLine(grant)}`)];
}

function grantLine({ role, area, from, until, withdrawnFrom, standing, cover, grant }: GrantView): string {
  const [covering, ends] = [cover === null ? '' : ', cover', withdrawnFrom === null ? '' : `, withdrawn from ${withdrawnFrom}`];
  const days = until === null ? `from ${from}` : `${from} to ${until}`;
  return `${standing.padEnd(9)}  ${actingName({ role, area })}  ${days}${ends}${covering}  [${grant}]`;
}

function idOf(text: string): string {
  if (!code().safeParse(text).success) throw new CommandFailed(`"${text}" is no id. npx checkpoint people list shows them.`);
  return text;
}

type PeopleCommand = RegisterPerson | GrantRole | WithdrawGrant;

async function record(
  io: CommandIo,
  command: PeopleCommand,
  tell: (outcome: Exclude<PeopleOutcome, { refused: true }>) => Pick<CommandOutcome, 'text' | 'json'>,
): Promise<CommandOutcome> {
  return withSession(io, async (session) => {
    await withoutStaleOrganisations(session);
    const outcome = await withContexts(session, (contexts) =>
      contexts.get(CommandBus, { strict: false }).execute<PeopleCommand, PeopleOutcome>(command),
    );
    if (isRefusal(outcome)) return { holds: false, text: `REFUSED. ${outcome.detail} [${outcome.rule}]`, json: outcome };
    const late = stoppedLines(await showInReadModels(outcome.position, session));
    const { text, json } = tell(outcome);
    return { holds: true, text: [text, ...late].join('\n'), json };
  });
}

/** An area is looked up among the organisations: on stale ones a new office would be refused. */
async function withoutStaleOrganisations(session: CommandSession): Promise<void> {
  const stopped = await showInReadModels((await session.store.head()).position, session);
  if (stopped.some(({ name }) => name === 'organisations'))
    throw new CommandFailed(`Nothing was recorded. ${stoppedLines(stopped).join(' ')}`);
}
