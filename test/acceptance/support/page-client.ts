/** A page as it came, and where it was found in the end. */
export interface ReadPage {
  readonly status: number;
  readonly html: string;
  /** Without markup, blanks made one. */
  readonly text: string;
  /** The address it came from. */
  readonly path: string;
  /** Where it leads to, of a redirect. */
  readonly to: string | null;
}

type Fields = Readonly<Record<string, string>>;

/** A person's session in the pages, without a browser: signs in at the identity provider and reads pages as text. */
export class PageClient {
  readonly #cookies = new Map<string, string>();

  /** A browser that nobody has signed in with. */
  constructor(private readonly address: string) {}

  /** Signs in as a sample person, as a browser would: to the provider, through its form, and back. */
  static async signedInAs(address: string, person: string): Promise<PageClient> {
    const client = new PageClient(address);
    const page = await client.signIn(person);
    if (page.status !== 200) throw new Error(`${person} could not sign in: ${String(page.status)} ${page.text}`);
    return client;
  }

  /** Signs in from the page one is sent to when one has to, and gives the page one is sent on to. */
  async signIn(person: string, from = '/sign-in?to=/'): Promise<ReadPage> {
    const form = await this.follow(from);
    return this.#arriveBy(await this.#ask(form.path, { ...hiddenIn(form.html), signInAs: person }));
  }

  /** A page's status and its text; a redirect is not followed. */
  async read(path: string): Promise<ReadPage> {
    return pageOf(await this.#ask(path), path);
  }

  /** A page, wherever its address leads. */
  async follow(path: string): Promise<ReadPage> {
    return this.#arriveBy(await this.#ask(path), path);
  }

  /** Fills a form in and sends it; where it leads to, or the page it is shown again on. `from` is the page it is on. */
  async send(path: string, fields: Fields, from = path): Promise<ReadPage> {
    const form = await this.read(from);
    const page = await pageOf(await this.#ask(path.split('?')[0] ?? '', { ...hiddenIn(form.html), ...fields }), path);
    return { ...page, to: page.to && this.#resolved(page.to, path) };
  }

  /** Forgets what a browser keeps; the cookie of that name only, where one is given. */
  forget(cookie: string): void {
    this.#cookies.delete(cookie);
  }

  async #ask(path: string, fields?: Fields): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const post = fields && { method: 'POST', body: new URLSearchParams(fields) };
    const answer = await fetch(new URL(path, this.address), { headers: { cookie }, redirect: 'manual', ...post });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(set)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return answer;
  }

  /** Where a redirect leads, as a path where it stays with us. */
  #resolved(location: string, at: string): string {
    const url = new URL(location, new URL(at, this.address));
    return url.origin === this.address ? `${url.pathname}${url.search}` : url.href;
  }

  async #arriveBy(first: Response, path = '/'): Promise<ReadPage> {
    let [answer, at] = [first, path];
    for (let redirects = 0; redirects < 12; redirects += 1) {
      const location = answer.headers.get('Location');
      if (location === null) return pageOf(answer, at);
      await answer.text();
      at = this.#resolved(location, at);
      answer = await this.#ask(at);
    }
    throw new Error(`${path} leads round in circles`);
  }
}

/** The token stands in every form of a page, the one that signs out among them. */
const hiddenIn = (html: string): Fields =>
  Object.fromEntries(
    [...html.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );

async function pageOf(answer: Response, path: string): Promise<ReadPage> {
  const html = await answer.text();
  return {
    status: answer.status,
    html,
    text: html.replaceAll(/<[^>]+>/gu, ' ').replaceAll(/\s+/gu, ' '),
    path,
    to: answer.headers.get('Location'),
  };
}
