/** What a request was answered with. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed body where it is JSON of any kind, else its text; tests look into it freely. */
  readonly body: AnswerBody;
}

/** A body whose shape the test asserts rather than the compiler. */
export type AnswerBody = Record<string, unknown> & { readonly items?: readonly Record<string, unknown>[] };

/** Sends requests to the service under test as one person, or as nobody. */
export class HttpClient {
  constructor(
    private readonly address: string,
    private readonly token?: string,
  ) {}

  /** The same as a sample person, with a token got the way a program gets it. */
  async signedInAs(person: string): Promise<HttpClient> {
    const { status, body } = await this.post('/standalone/token', { person });
    if (status !== 200) throw new Error(`no token for ${person}: ${String(status)}`);
    return this.withToken(String(body['access_token']));
  }

  withToken(token: string): HttpClient {
    return new HttpClient(this.address, token);
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('GET', path, { headers });
  }

  /** Posts a value as JSON. */
  post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('POST', path, { headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) });
  }

  /** Sends anything, however wrong. */
  async send(
    method: string,
    path: string,
    { headers = {}, body }: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string } = {},
  ): Promise<Answer> {
    const authorization = this.token === undefined ? {} : { Authorization: `Bearer ${this.token}` };
    const response = await fetch(`${this.address}${path}`, {
      method,
      headers: { ...authorization, ...headers },
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const json = response.headers.get('Content-Type')?.includes('json') === true;
    return { status: response.status, headers: response.headers, body: (json ? JSON.parse(text) : { text }) as AnswerBody };
  }
}
