import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';

/**
 * What a process tells the checker, a line at a time, before it goes on: written through to the file at once, so that it
 * survives the process. A line cut short by a kill never counted.
 */
export class Journal {
  readonly lines: string[];

  constructor(private readonly file: string) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
    this.lines = whole.split('\n').slice(0, -1);
  }

  tell(...lines: readonly string[]): void {
    appendFileSync(this.file, lines.map((line) => `${line}\n`).join(''));
    this.lines.push(...lines);
  }
}
