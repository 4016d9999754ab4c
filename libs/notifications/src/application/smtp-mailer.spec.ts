import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { SmtpMailer } from './smtp-mailer.js';

const MAIL = {
  ...{ id: 'b7f0', to: 'reader@example.nhs.uk', subject: 'An assessment waits for you' },
  text: 'http://127.0.0.1/assessments/11J',
};
let stop: () => Promise<void> = () => Promise.resolve();
afterEach(() => stop());

const mailerTo = (port: number, user = ''): SmtpMailer =>
  new SmtpMailer({ url: new URL(`smtp://${user}127.0.0.1:${String(port)}`), from: 'service@example.org', timeoutMs: 400 });

/** A real SMTP server. */
async function serving(options: SMTPServerOptions): Promise<number> {
  const server = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'], ...options });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await new Promise((resolve) => listening.once('listening', resolve));
  stop = () =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
    });
  return (listening.address() as AddressInfo).port;
}

/** A server of a few words, for what no real one would do: it answers each line it is sent, or not. */
async function scripted(answer: (line: string, socket: Socket) => string | undefined, greets = true): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (greets) socket.write('220 here\r\n');
    socket.on('data', (data) => {
      const said = answer(data.toString(), socket);
      if (said !== undefined) socket.write(`${said}\r\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stop = () =>
    new Promise((resolve) => {
      sockets.forEach((socket) => socket.destroy());
      server.close(() => {
        resolve();
      });
    });
  return (server.address() as AddressInfo).port;
}

/** Takes everything up to the end of the message, and then does as told. */
const untilTheEnd = (atTheEnd: (socket: Socket) => string | undefined) => (line: string, socket: Socket) => {
  if (line.startsWith('DATA')) return '354 go on';
  return line.endsWith('\r\n.\r\n') ? atTheEnd(socket) : '250 ok';
};

describe('a message by SMTP', () => {
  it('is accepted once, under its own id, by a server that takes it', async () => {
    const taken: string[] = [];
    const port = await serving({
      onData: (stream, _session, done) => {
        void text(stream).then((all) => {
          taken.push(all);
          done();
        });
      },
    });
    expect(await mailerTo(port).send(MAIL)).toEqual({ outcome: 'accepted' });
    expect(taken).toHaveLength(1);
    expect(taken[0]).toContain('Message-ID: <b7f0@example.org>');
    expect(taken[0]).toContain('Auto-Submitted: auto-generated');
    expect(taken[0]).toContain(MAIL.text);
  });

  it('signs in where it is told to', async () => {
    const users: string[] = [];
    const port = await serving({
      ...{ authOptional: false, allowInsecureAuth: true },
      onAuth: ({ username, password }, _session, done) => {
        users.push(`${username ?? ''} ${password ?? ''}`);
        done(null, { user: username });
      },
    });
    expect((await mailerTo(port, 'us%40here:p%2Fw@').send(MAIL)).outcome).toBe('accepted');
    expect(users).toEqual(['us@here p/w']);
  });

  it('is not accepted, for good or for now, as the server replies; the reply’s words are not kept', async () => {
    for (const [responseCode, forGood] of [
      [550, true],
      [451, false],
    ] as const) {
      const port = await serving({
        onRcptTo: ({ address }, _session, done) => {
          done(Object.assign(new Error(`no ${address}`), { responseCode }));
        },
      });
      const outcome = await mailerTo(port).send(MAIL);
      expect(outcome).toEqual({
        ...{ outcome: 'not-accepted', forGood, isUnreachable: false },
        detail: `The server refused it: ${String(responseCode)}`,
      });
      await stop();
    }
    stop = () => Promise.resolve();
  });

  it('is not accepted where a server refuses it after it was handed over', async () => {
    const port = await scripted(untilTheEnd(() => '554 no'));
    expect(await mailerTo(port).send(MAIL)).toMatchObject({ outcome: 'not-accepted', forGood: true });
  });

  it('is not accepted, for now, where nobody listens', async () => {
    const port = await scripted(() => undefined);
    await stop();
    stop = () => Promise.resolve();
    expect(await mailerTo(port).send(MAIL)).toMatchObject({ outcome: 'not-accepted', forGood: false });
  });

  it('is not accepted, for now, where the server hangs or dies before it asks for the message', async () => {
    const hangsAtOnce = await scripted(() => undefined, false);
    expect(await mailerTo(hangsAtOnce).send(MAIL)).toMatchObject({ outcome: 'not-accepted', forGood: false });
    await stop();
    const hangsAtData = await scripted((line) => (line.startsWith('DATA') ? undefined : '250 ok'));
    expect(await mailerTo(hangsAtData).send(MAIL)).toMatchObject({ outcome: 'not-accepted', forGood: false });
    await stop();
    const diesAtData = await scripted((line, socket) => (line.startsWith('DATA') ? void socket.destroy() : '250 ok'));
    expect(await mailerTo(diesAtData).send(MAIL)).toMatchObject({ outcome: 'not-accepted', forGood: false });
  });

  it('is uncertain where the server hangs or dies once it has the message', async () => {
    const hangs = await scripted(untilTheEnd(() => undefined));
    expect((await mailerTo(hangs).send(MAIL)).outcome).toBe('uncertain');
    await stop();
    const dies = await scripted(untilTheEnd((socket) => void socket.destroy()));
    expect((await mailerTo(dies).send(MAIL)).outcome).toBe('uncertain');
  });
});
