import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { jwtVerify } from 'jose';
import { NotifyMailer } from './notify-mailer.js';

const SERVICE = '26785a09-ab16-4eb0-8407-a37497a57506';
const SECRET = '3d844edf-8d35-48ac-975b-e847b4f122b0';
const TEMPLATE = 'f33517ff-2a88-4f6e-b855-c550268ce08a';
const MAIL = { id: 'b7f0', to: 'reader@example.nhs.uk', subject: 'It waits for you', text: 'http://here/work' };

let server: Server;
let answers: number | 'nothing' = 201;
const asked: { readonly path: string | undefined; readonly headers: IncomingHttpHeaders; readonly body: unknown }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    void json(request).then((body) => {
      asked.push({ path: request.url, headers: request.headers, body });
      if (answers === 'nothing') response.destroy();
      else response.writeHead(answers, { 'Content-Type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

function send(port = (server.address() as AddressInfo).port) {
  const url = `http://127.0.0.1:${String(port)}`;
  return new NotifyMailer({ apiKey: `our_key-${SERVICE}-${SECRET}`, templateId: TEMPLATE, url, timeoutMs: 1_000 }).send(MAIL);
}

describe('a message by GOV.UK Notify', () => {
  it('is accepted with what its template asks for, under its own reference, signed with the key', async () => {
    expect(await send()).toEqual({ outcome: 'accepted' });
    const [{ path, headers, body } = { path: '', headers: {}, body: {} }] = asked;
    expect([path, body]).toEqual([
      '/v2/notifications/email',
      {
        ...{ email_address: MAIL.to, template_id: TEMPLATE, reference: MAIL.id },
        personalisation: { subject: MAIL.subject, body: MAIL.text },
      },
    ]);
    const token = headers.authorization?.replace('Bearer ', '') ?? '';
    const { payload, protectedHeader } = await jwtVerify(token, new TextEncoder().encode(SECRET));
    expect([payload.iss, protectedHeader.alg]).toEqual([SERVICE, 'HS256']);
  });

  it('is not accepted, for good or for now, as Notify answers', async () => {
    for (const [status, forGood] of [
      [400, true],
      [403, true],
      [429, false],
      [500, false],
      [503, false],
    ] as const) {
      answers = status;
      expect([status, await send()]).toMatchObject([status, { outcome: 'not-accepted', forGood, isUnreachable: false }]);
    }
  });

  it('is not accepted, for now, where Notify is not reached, and uncertain where it does not answer', async () => {
    const nobody = createServer();
    await new Promise<void>((resolve) => nobody.listen(0, '127.0.0.1', resolve));
    const { port } = nobody.address() as AddressInfo;
    await new Promise((resolve) => nobody.close(resolve));
    expect(await send(port)).toMatchObject({ outcome: 'not-accepted', forGood: false, isUnreachable: true });
    answers = 'nothing';
    expect(await send()).toMatchObject({ outcome: 'uncertain' });
  });
});
