/** A person's session in the pages, without a browser: signs in by the form and reads pages as text. */
export class PageClient {
  private constructor(
    private readonly address: string,
    private readonly cookies: string,
  ) {}

  /** Signs in as a sample person by the form. */
  static async signedInAs(address: string, person: string): Promise<PageClient> {
    const form = await fetch(`${address}/sign-in`);
    const token = /name="_csrf" value="([^"]+)"/.exec(await form.text())?.[1] ?? '';
    const fields = new URLSearchParams({ _csrf: token, signInAs: person, signInTo: '/' });
    const cookie = cookiesOf(form);
    const answer = await fetch(`${address}/sign-in`, { method: 'POST', headers: { cookie }, body: fields, redirect: 'manual' });
    if (answer.status !== 303) throw new Error(`${person} could not sign in: ${String(answer.status)} ${await answer.text()}`);
    return new PageClient(address, cookiesOf(answer));
  }

  /** A page's status and its text without markup, blanks made one. */
  async read(path: string): Promise<{ readonly status: number; readonly html: string; readonly text: string }> {
    const answer = await fetch(`${this.address}${path}`, { headers: { cookie: this.cookies }, redirect: 'manual' });
    const html = await answer.text();
    const text = html.replaceAll(/<[^>]+>/gu, ' ').replaceAll(/\s+/gu, ' ');
    return { status: answer.status, html, text };
  }

  /** Fills the form at an address in and sends it; where it leads to, or the page it is shown again on. */
  async send(
    path: string,
    fields: Readonly<Record<string, string>>,
  ): Promise<{ readonly to: string | null; readonly text: string }> {
    const form = await fetch(`${this.address}${path}`, { headers: { cookie: this.cookies } });
    const hidden = [...(await form.text()).matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    // The token stands in every form of the page, the one that signs out among them.
    const given = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value]));
    const body = new URLSearchParams({ ...given, ...fields });
    const cookie = [this.cookies, cookiesOf(form)].filter(Boolean).join('; ');
    const answer = await fetch(`${this.address}${path.split('?')[0] ?? ''}`, {
      ...{ method: 'POST', headers: { cookie }, body, redirect: 'manual' },
    });
    const text = (await answer.text()).replaceAll(/<[^>]+>/gu, ' ').replaceAll(/\s+/gu, ' ');
    return { to: answer.headers.get('Location'), text };
  }
}

const cookiesOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
