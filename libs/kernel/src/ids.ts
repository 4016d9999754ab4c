import { parse, v5 } from 'uuid';

/** The namespace of every id this product derives. Fixed for ever: changing it would mint other ids for the same commands. */
const NAMESPACE = parse('6c1f0a4e-52a1-5b0e-9a3d-0f3c6d2b7e11');

/** The id of a command: the same person, stream and Idempotency-Key always give the same id. */
export const commandIdOf = (actor: string, stream: string, idempotencyKey: string): string =>
  v5(JSON.stringify([actor, stream, idempotencyKey]), NAMESPACE);

/** The n-th id a command mints: of its events, and of the records, actions and people it names. */
export const derivedId = (commandId: string, part: string | number): string => v5(String(part), parse(commandId));
