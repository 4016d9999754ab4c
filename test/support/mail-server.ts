import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** A real SMTP server in this process, and what it took. */
export interface MailServer {
  readonly url: string;
  /** Each message as it came, and for whom. */
  readonly taken: { readonly to: string; readonly text: string }[];
  /** The addresses it does not know. */
  readonly refusedForGood: Set<string>;
  stop(): Promise<void>;
}

/** Listens on a port of 127.0.0.1. */
export async function startMailServer(): Promise<MailServer> {
  const taken: MailServer['taken'] = [];
  const refusedForGood = new Set<string>();
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS'] },
    onRcptTo: ({ address }, _session, done) => {
      done(refusedForGood.has(address) ? Object.assign(new Error('nobody'), { responseCode: 550 }) : null);
    },
    onData: (stream, { envelope: { rcptTo } }, done) => {
      void text(stream).then((message) => {
        taken.push({ to: rcptTo.map(({ address }) => address).join(), text: message });
        done();
      });
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await new Promise((resolve) => listening.once('listening', resolve));
  const { port } = listening.address() as AddressInfo;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
    });
  return { url: `smtp://127.0.0.1:${String(port)}`, taken, refusedForGood, stop };
}
