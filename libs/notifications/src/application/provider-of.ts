import type { Config } from '#platform/config/config.js';
import type { MessageProvider } from './messaging.js';
import { NotifyMailer } from './notify-mailer.js';
import { SmtpMailer } from './smtp-mailer.js';

/** How long any answer of a provider is waited for. */
const TIMEOUT_MS = 10_000;

/** What sends messages, as the settings say; undefined where none is named. */
export function providerOf({ smtpUrl, mailFrom, notify }: Config): MessageProvider | undefined {
  if (notify !== undefined) return new NotifyMailer({ ...notify, timeoutMs: TIMEOUT_MS });
  if (smtpUrl === undefined || mailFrom === undefined) return undefined;
  return new SmtpMailer({ url: new URL(smtpUrl), from: mailFrom, timeoutMs: TIMEOUT_MS });
}
