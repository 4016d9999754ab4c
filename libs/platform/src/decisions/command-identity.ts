import { hash, randomUUID } from 'node:crypto';
import { canonicalJson } from '#kernel/canonical-json.js';
import { commandIdOf } from '#kernel/ids.js';

/** Who sends a command, in which role, and which earlier thing made them. */
export interface CommandOrigin {
  /** The person's id. */
  readonly actor: string;
  /** The role the person acts in. */
  readonly role: string;
  readonly commandId: string;
  /** SHA-256 (hex) of the canonical, validated request. */
  readonly commandHash: string;
  readonly correlationId: string;
  readonly causationId: string;
}

/** What the edge knows of a command before it is one. */
export interface CommandRequest {
  readonly actor: string;
  readonly role: string;
  readonly stream: string;
  /** The validated request, as it will be compared with a repetition of it. */
  readonly request: unknown;
  /** Without one the command is its own: sent twice, it is two commands. */
  readonly idempotencyKey?: string | undefined;
  readonly correlationId?: string | undefined;
}

/** The identity of a command: the same person, stream and key give the same id; the same request the same hash. */
export function originOf(command: CommandRequest): CommandOrigin {
  const commandId = commandIdOf(command.actor, command.stream, command.idempotencyKey ?? randomUUID());
  return {
    actor: command.actor,
    role: command.role,
    commandId,
    commandHash: hash('sha256', canonicalJson(command.request), 'hex'),
    correlationId: command.correlationId ?? commandId,
    causationId: commandId,
  };
}
