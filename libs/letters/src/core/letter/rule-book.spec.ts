import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { letterRules } from './rule-book.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const specifications = readdirSync(folder)
  .filter((file) => file.endsWith('.spec.ts') && file !== 'rule-book.spec.ts')
  .map((file) => readFileSync(`${folder}${file}`, 'utf8'))
  .join('\n');

describe('the rule book of letters', () => {
  it.each(Object.entries(letterRules))('%s is a sentence with its source, and asserted by name', (name, rule) => {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(rule.sentence).toMatch(/^[A-Z].*\.$/);
    expect(rule.source).not.toBe('');
    expect(specifications.includes(`'${name}'`)).toBe(true);
  });
});
