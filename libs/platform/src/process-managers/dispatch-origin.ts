import { createHash } from 'node:crypto';
import { canonicalJson } from '#kernel/canonical-json.js';
import type { CommandOrigin } from '../decisions/command-identity.js';
import type { DispatchedCommand } from './hosted-process.js';

/**
 * Who recorded what a process manager asked for, as which command and why. Sent again after a crash it is the same command,
 * so it is answered with its first answer.
 */
export function originOfDispatch(
  { id, command, causationId, correlationId }: DispatchedCommand<unknown>,
  by: { readonly actor: string; readonly role: string },
): CommandOrigin {
  const commandHash = createHash('sha256').update(canonicalJson(command)).digest('hex');
  return { actor: by.actor, role: by.role, commandId: id, commandHash, correlationId, causationId };
}
