/** An answer, and how long it took until its last byte. */
export interface Answer {
  readonly milliseconds: number;
  readonly text: string;
  readonly location: string;
}

/** Calls the API as one of the sample people. */
export class Caller {
  private constructor(
    private readonly address: string,
    private readonly token: string,
  ) {}

  static async as(person: string, address: string): Promise<Caller> {
    const response = await fetch(`${address}/standalone/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person }),
    });
    const { access_token: token } = (await response.json()) as { access_token: string };
    return new Caller(address, token);
  }

  /** Posts the body if there is one, else gets. Throws for an answer that is no success. */
  async timed(path: string, body?: object): Promise<Answer> {
    const began = performance.now();
    const response = await fetch(new URL(path, this.address), {
      headers: { authorization: `Bearer ${this.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${String(response.status)}: ${text.slice(0, 300)}`);
    return { milliseconds: performance.now() - began, text, location: response.headers.get('location') ?? '' };
  }
}
