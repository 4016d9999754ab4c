import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { DeliveryOutcome } from '../core/delivery.js';
import type { Mail, MessageProvider } from './messaging.js';

/** Where messages go out. */
export interface SmtpSettings {
  /** `smtp://` (STARTTLS where it is offered, and always with a password) or `smtps://`, with user and password where they are asked for. */
  readonly url: URL;
  /** The address messages come from. */
  readonly from: string;
  /** How long to wait for a connection or for any answer. */
  readonly timeoutMs: number;
}

/**
 * Sends by SMTP and tells what became of it. Until the server has asked for the message (354, RFC 5321 section 3.3) it certainly was
 * not accepted; once the server has begun to take it, only its reply says whether it was.
 */
export class SmtpMailer implements MessageProvider {
  constructor(private readonly settings: SmtpSettings) {}

  async send(mail: Mail): Promise<DeliveryOutcome> {
    const message = await this.#composed(mail);
    const connection = this.#connection();
    let handedOver = false;
    const handing = new Readable({
      read() {
        handedOver = true;
        this.push(message);
        this.push(null);
      },
    });
    try {
      await this.#connected(connection);
      await sent(connection, { from: this.settings.from, to: [mail.to] }, handing);
      return { outcome: 'accepted' };
    } catch (error) {
      return outcomeOf(error, handedOver);
    } finally {
      connection.close();
    }
  }

  #composed({ id, to, subject, text }: Mail): Promise<Buffer> {
    const { from } = this.settings;
    const messageId = `<${id}@${from.split('@').at(-1) ?? 'localhost'}>`;
    const headers = { 'Auto-Submitted': 'auto-generated' };
    return new MailComposer({ from, to, subject, text, messageId, headers }).compile().build();
  }

  #connection(): SMTPConnection {
    const { url, timeoutMs } = this.settings;
    const secure = url.protocol === 'smtps:';
    // A password goes over the network only where nobody can read along.
    const requireTLS = !secure && url.username !== '' && !OWN_MACHINE.test(url.hostname);
    return new SMTPConnection({
      ...{ host: url.hostname, port: Number(url.port || (secure ? 465 : 587)), secure, requireTLS },
      ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
    });
  }

  async #connected(connection: SMTPConnection): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      // Failures between two steps come as an event; after the promise is settled they change nothing.
      connection.on('error', reject);
      connection.once('end', () => {
        reject(new Error('The connection ended'));
      });
      connection.connect((error) => {
        if (error) reject(error);
        else resolve();
      });
    });
    const { username, password } = this.settings.url;
    if (username === '') return;
    const credentials = { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
    await new Promise<void>((resolve, reject) => {
      connection.login({ credentials }, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }
}

/** Where nothing goes over a network. */
const OWN_MACHINE = /^(localhost|127\..*|\[::1\])$/;

const sent = (connection: SMTPConnection, envelope: { from: string; to: string[] }, message: Readable): Promise<void> =>
  new Promise((resolve, reject) => {
    connection.send(envelope, message, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });

/** A reply settles it: 5xx for good, 4xx for now. Without one, what had not begun was not accepted, and what had is uncertain. */
function outcomeOf(error: unknown, handedOver: boolean): DeliveryOutcome {
  const { responseCode, code } = error as { responseCode?: number; code?: string };
  if (responseCode !== undefined && responseCode >= 400)
    return notAccepted(responseCode >= 500, `The server refused it: ${String(responseCode)}`);
  if (handedOver) return { outcome: 'uncertain', detail: 'The server took the message and did not say whether it accepted it' };
  return { ...notAccepted(false, `No answer from the server: ${code ?? 'connection lost'}`), isUnreachable: true };
}

const notAccepted = (forGood: boolean, detail: string) =>
  ({ outcome: 'not-accepted', forGood, isUnreachable: false, detail }) as const;
