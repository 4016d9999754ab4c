import { SignJWT } from 'jose';
import type { DeliveryOutcome } from '../core/delivery.js';
import type { Mail, MessageProvider } from './messaging.js';

/** How messages go out by GOV.UK Notify. */
export interface NotifySettings {
  /** As Notify gives it: the key's name, the service's id and the secret, with hyphens between them. */
  readonly apiKey: string;
  /** A template for e-mail, with the placeholders `subject` and `body`. */
  readonly templateId: string;
  /** Where its API is; GOV.UK Notify's own address unless given. */
  readonly url?: string;
  readonly timeoutMs: number;
}

const UUID_LENGTH = 36;
/** Errors of `fetch` that came before anything was sent. */
const BEFORE_IT_WAS_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * Sends by the HTTP API of GOV.UK Notify (https://docs.notifications.service.gov.uk/rest-api.html, "Send an email"): 201 is accepted,
 * 4xx but 429 refused for good, 429 and 5xx not processed. Our own call, not its client: that one does not tell whether a request that
 * failed had been sent, on which it depends whether it may be sent again.
 */
export class NotifyMailer implements MessageProvider {
  constructor(private readonly settings: NotifySettings) {}

  async send({ id, to, subject, text }: Mail): Promise<DeliveryOutcome> {
    const { templateId, url = 'https://api.notifications.service.gov.uk', timeoutMs } = this.settings;
    const body = { email_address: to, template_id: templateId, personalisation: { subject, body: text }, reference: id };
    try {
      const answer = await fetch(new URL('/v2/notifications/email', url), {
        method: 'POST',
        headers: { Authorization: `Bearer ${await this.#token()}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs),
      });
      await answer.body?.cancel();
      return outcomeOf(answer.status);
    } catch (error) {
      const code = codeOf(error);
      if (code !== undefined && BEFORE_IT_WAS_SENT.has(code))
        return { outcome: 'not-accepted', forGood: false, isUnreachable: true, detail: `Notify was not reached: ${code}` };
      return { outcome: 'uncertain', detail: 'Notify did not say whether it accepted it' };
    }
  }

  /** A token for half a minute, signed with the secret of the key ("Authorisation header" in the same documentation). */
  #token(): Promise<string> {
    const { apiKey } = this.settings;
    const secret = apiKey.slice(-UUID_LENGTH);
    const service = apiKey.slice(-2 * UUID_LENGTH - 1, -UUID_LENGTH - 1);
    return new SignJWT()
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(service)
      .setIssuedAt()
      .sign(new TextEncoder().encode(secret));
  }
}

function outcomeOf(status: number): DeliveryOutcome {
  if (status >= 200 && status < 300) return { outcome: 'accepted' };
  const forGood = status >= 300 && status < 500 && status !== 429;
  return { outcome: 'not-accepted', forGood, isUnreachable: false, detail: `Notify refused it: ${String(status)}` };
}

const codeOf = (error: unknown): string | undefined => (error as { cause?: { code?: string } }).cause?.code;
