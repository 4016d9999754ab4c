import type { z } from 'zod';
import { ruleSchema } from '../rule.js';
import type { PackFinding } from './finding.js';

type Issue = z.core.$ZodIssue;

/** A fault of shape: where it is, and what would be right in words. `name` is what the pack is called by. */
export function shapeFinding(name: string, issue: Issue, candidate: unknown): PackFinding {
  const path = [name, ...issue.path.map(String)].join('/');
  if (isRuleKind(issue))
    return { rule: 'rule-kind-known', path, detail: `there is no such kind of rule; there are ${KINDS.join(', ')}` };
  return { rule: 'pack-shape', path, detail: inWords(issue, candidate) };
}

const KINDS = ruleSchema.options.map((option) => option.shape.kind.value);

const isRuleKind = ({ code, path }: Issue): boolean => code === 'invalid_union' && path[0] === 'rules' && path[2] === 'kind';

function inWords(issue: Issue, candidate: unknown): string {
  if (issue.code === 'unrecognized_keys')
    return `${issue.keys.join(' and ')} ${issue.keys.length === 1 ? 'is' : 'are'} not known here: check the spelling, or take it out`;
  if (isMissing(candidate, issue.path)) return `is missing: ${expected(issue)} belongs here`;
  if (issue.code === 'invalid_type' || issue.code === 'invalid_value') return `does not fit: ${expected(issue)} belongs here`;
  return issue.message;
}

function expected(issue: Issue): string {
  if (issue.code === 'invalid_type') return NAMES[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`;
  return 'a value';
}

/** What people call the shapes of JSON. */
const NAMES: Readonly<Record<string, string>> = {
  string: 'a text in quotation marks',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list in square brackets',
  object: 'a group of fields in curly brackets',
};

function isMissing(candidate: unknown, path: readonly PropertyKey[]): boolean {
  const found = path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined),
    candidate,
  );
  return found === undefined;
}
