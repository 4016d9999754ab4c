import type { IncomingHttpHeaders } from 'node:http';
import { actingAs, actingName, type Person, type PersonDirectory } from '#identity/contract.js';
import { refuse, type Refusal } from '#kernel/refusal.js';

/** Checks a token and says whose it is. */
export interface TokenVerifier {
  /** Whose a valid token is: null where nobody is registered under its subject; undefined for any other text. */
  subjectOf(token: string): Promise<string | null | undefined>;
}

/** The injection token of the `Authentication`. */
export const AUTHENTICATION = Symbol('Authentication');

const nobodyHere = refuse('person-unknown', 'You have no role in this service (any more). Nothing was recorded.');

/** Finds out who sends a request. The person is looked up each time, so that a withdrawn grant counts at once. */
export class Authentication {
  constructor(
    private readonly tokens: TokenVerifier,
    private readonly people: PersonDirectory,
  ) {}

  /** Whose `Authorization: Bearer` header it is, acting in the grant that `Acting-As` names; or why nobody's. */
  async fromHeaders({ authorization: header, 'acting-as': acting }: IncomingHttpHeaders): Promise<Person | Refusal> {
    if (header === undefined)
      return refuse('not-signed-in', 'Sign in first: send Authorization: Bearer <token>. Nothing was recorded.');
    const token = /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(header)?.[1];
    const subject = token === undefined ? undefined : await this.tokens.subjectOf(token);
    if (subject === undefined)
      return refuse('token-not-valid', 'The token is not valid, or not valid any more. Get a new one. Nothing was recorded.');
    if (subject === null) return nobodyHere;
    return this.byId(subject, typeof acting === 'string' ? acting.trim() : undefined);
  }

  /** The person of that id, in the grant they ask to act in: `<role>` or `<role>@<area>`; the first granted otherwise. */
  async byId(id: string, acting?: string): Promise<Person | Refusal> {
    const held = await this.people.grantsOf(id);
    const person = actingAs(held, acting);
    if (person !== undefined) return person;
    if (held.length === 0) return nobodyHere;
    const names = held.map(actingName);
    return refuse(
      'role-not-held',
      `You cannot act as ${JSON.stringify(acting)}. You hold: ${names.join(', ')}. Nothing was recorded.`,
      {
        facts: { held: names },
      },
    );
  }
}
