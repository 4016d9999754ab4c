import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page, Response } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SCREENSHOTS = new URL('../screenshots/', import.meta.url).pathname;

/** Somebody in front of a browser: moves through the pages as a person would, by what they can read. */
export class Visitor {
  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly address: string,
  ) {}

  /** Opens a browser window that shares nothing with any other. */
  static async arrives(browser: Browser, address: string, { script = true } = {}): Promise<Visitor> {
    // axe is put into the page by the test, which the pages' own policy would rightly refuse.
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: script });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    return new Visitor(page, context, address);
  }

  async signInAs(person: string): Promise<this> {
    await this.open('/sign-in');
    await this.page.check(`input[value="${person}"]`);
    await this.press('Sign in');
    return this;
  }

  async open(path: string): Promise<Response | null> {
    return this.page.goto(`${this.address}${path}`);
  }

  /** Follows the first link of that text. */
  async follow(text: string): Promise<void> {
    await this.page.locator('main').getByRole('link', { name: text }).first().click();
    await this.page.waitForLoadState();
  }

  /** Presses a button of the page's own content. */
  async press(text: string): Promise<void> {
    await this.page.locator('main').getByRole('button', { name: text, exact: true }).click();
    await this.page.waitForLoadState();
  }

  async type(field: string, text: string): Promise<void> {
    await this.page.locator(`[id="${field}"]`).fill(text);
  }

  async typeDate(field: string, date: string): Promise<void> {
    const [year = '', month = '', day = ''] = date.split('-');
    await this.type(`${field}-day`, day);
    await this.type(`${field}-month`, month);
    await this.type(`${field}-year`, year);
  }

  async choose(name: string, value: string): Promise<void> {
    await this.page.check(`input[name="${name}"][value="${value}"]`);
  }

  /** The element that has the focus: its id and classes. */
  async focused(): Promise<{ readonly id: string; readonly classes: string }> {
    return this.page.locator(':focus').evaluate((element: { id: string; className: string }) => ({
      id: element.id,
      classes: element.className,
    }));
  }

  /** What a field holds. */
  held(field: string): Promise<string> {
    return this.page.locator(`[id="${field}"]`).inputValue();
  }

  get heading(): Promise<string> {
    return this.page.locator('h1').innerText();
  }

  get title(): Promise<string> {
    return this.page.title();
  }

  /** The page's own content as it reads. */
  get text(): Promise<string> {
    return this.page.locator('main').innerText();
  }

  /** What axe-core finds wrong: rule and place. */
  async faults(): Promise<readonly string[]> {
    await this.page.evaluate(axe);
    return this.page.evaluate(async () => {
      // This runs in the page, where axe is a global.
      const { axe: injected } = globalThis as unknown as { axe: { run(): Promise<AxeResults> } };
      const { violations } = await injected.run();
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
    });
  }

  /** Photographs the page at the widths of a desk and of a telephone, for people to look at. */
  async photograph(name: string): Promise<void> {
    for (const width of [1280, 390]) {
      await this.page.setViewportSize({ width, height: 900 });
      await this.page.screenshot({ path: `${SCREENSHOTS}${name}-${String(width)}.png`, fullPage: true });
    }
    await this.page.setViewportSize({ width: 1280, height: 900 });
  }

  async leaves(): Promise<void> {
    await this.context.close();
  }
}

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}
