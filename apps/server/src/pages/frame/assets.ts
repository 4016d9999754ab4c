import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { projectPath } from '#platform/project-root.js';

/** The stylesheets, scripts and images of the pages: our own, and those of nhsuk-frontend as npm installed it. */
@Injectable()
export class Assets {
  /** The folder `dist` of nhsuk-frontend, which its templates name themselves from. */
  readonly toolkit = join(dirname(createRequire(import.meta.url).resolve('nhsuk-frontend/package.json')), 'dist');
  /** Our own files. */
  readonly own = projectPath('apps/server/public');
  /** Where they are served. It changes with their content, so browsers may keep them for ever. */
  readonly path = `/assets/${digestOf(this.own, this.toolkit)}`;

  /**
   * The toolkit's stylesheet without its fonts. They are licensed to nhs.uk and lie on another server, which a browser would
   * ask, in vain, before our own stylesheet could say otherwise; the toolkit's next choice is Arial.
   */
  stylesheet(): string {
    const whole = readFileSync(join(this.toolkit, 'nhsuk', 'nhsuk-frontend.min.css'), 'utf8');
    return whole.replaceAll(/@font-face\s*\{[^}]*\}/g, '');
  }
}

function digestOf(own: string, toolkit: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(own).sort();
  for (const name of files) hash.update(name).update(readFileSync(join(own, name)));
  return hash
    .update(readFileSync(join(toolkit, '..', 'package.json')))
    .digest('hex')
    .slice(0, 12);
}
