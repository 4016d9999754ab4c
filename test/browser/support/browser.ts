import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian and its kin keep a Chromium. */
const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The Chromium of this machine; undefined when there is none. */
export const chromiumHere = CANDIDATES.find((path) => existsSync(path));

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts it. */
export function startBrowser(): Promise<Browser> {
  if (chromiumHere === undefined) throw new Error(`no Chromium at any of ${CANDIDATES.join(', ')}`);
  return chromium.launch({ executablePath: chromiumHere, args: FLAGS });
}

/** Journeys in a browser; where there is none they are skipped, and their name says why. */
export function describeInBrowser(name: string, journeys: () => void): void {
  if (chromiumHere === undefined) describe.skip(`${name} (skipped: no Chromium found, install Debian's chromium)`, journeys);
  else describe(name, journeys);
}
