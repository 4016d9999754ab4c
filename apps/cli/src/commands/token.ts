import { loadConfig } from '#platform/config/config.js';
import { CommandFailed, type CommandIo, type CommandOutcome } from '../session/command.js';

/** How long a service may take to answer, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Asks the running service, in standalone mode, for a token of a sample person. */
export async function token({ as: person }: { readonly as: string }, io: CommandIo): Promise<CommandOutcome> {
  const { publicUrl, standalone } = loadConfig(io.environment);
  if (!standalone)
    throw new CommandFailed('Tokens come from the identity provider that OIDC_ISSUER names, not from this service.');
  const answer = await ask(`${publicUrl}/standalone/token`, person, publicUrl);
  const body: unknown = await answer.json().catch(() => undefined);
  if (!answer.ok)
    throw new CommandFailed(`${publicUrl} gave no token: ${textIn(body, 'detail') ?? `status ${String(answer.status)}`}`);
  const text = textIn(body, 'access_token');
  if (text === undefined) throw new CommandFailed(`What answers at ${publicUrl} is not this service: set PUBLIC_URL or PORT.`);
  return { holds: true, text, json: body };
}

async function ask(url: string, person: string, publicUrl: string): Promise<Response> {
  const request = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ person }) };
  return fetch(url, { ...request, signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => {
    throw new CommandFailed(
      `No service answers at ${publicUrl}: start it with npm start, or set PUBLIC_URL or PORT to where it is.`,
    );
  });
}

function textIn(body: unknown, field: string): string | undefined {
  const value: unknown = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[field] : undefined;
  return typeof value === 'string' ? value : undefined;
}
