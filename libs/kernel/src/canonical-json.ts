import canonicalize from 'canonicalize';

/** RFC 8785: one text for one value, which is what is stored, hashed and compared. Throws on what JSON cannot say. */
export function canonicalJson(value: unknown): string {
  // What is out of the ordinary, and every error, is left to the library.
  const text = textOf(value, 0) ?? canonicalize(value);
  if (text === undefined) throw new TypeError('the value has no JSON form');
  return text;
}

/** Deeper than anything we store: it may well be a circle. */
const DEEP = 64;

/** The text of values as we have them, several times faster than the library; undefined for all the others. */
function textOf(value: unknown, depth: number): string | undefined {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : undefined;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth === DEEP || 'toJSON' in value) return undefined;
      return Array.isArray(value) ? textOfList(value, depth) : textOfObject(value as Readonly<Record<string, unknown>>, depth);
    default:
      return undefined;
  }
}

/** Nothing in it that JSON writes otherwise than it is. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

function quoted(text: string): string | undefined {
  if (PLAIN.test(text)) return `"${text}"`;
  return text.isWellFormed() ? JSON.stringify(text) : undefined;
}

function textOfList(list: readonly unknown[], depth: number): string | undefined {
  let text = '';
  for (const each of list) {
    const part = textOf(each, depth + 1);
    if (part === undefined) return undefined;
    text += text === '' ? part : `,${part}`;
  }
  return `[${text}]`;
}

function textOfObject(object: Readonly<Record<string, unknown>>, depth: number): string | undefined {
  let text = '';
  for (const name of sorted(Object.keys(object))) {
    const value = object[name];
    if (value === undefined) continue;
    const [key, part] = [quoted(name), textOf(value, depth + 1)];
    if (key === undefined || part === undefined) return undefined;
    text += text === '' ? `${key}:${part}` : `,${key}:${part}`;
  }
  return `{${text}}`;
}

const FEW = 32;

/** By UTF-16 code units, in place: what `sort` sets up for many names costs more than all the rest of a small object. */
function sorted(names: string[]): string[] {
  if (names.length > FEW) return names.sort();
  for (let next = 1; next < names.length; next++) {
    const name = names[next] as string;
    let place = next;
    for (; place > 0 && (names[place - 1] as string) > name; place--) names[place] = names[place - 1] as string;
    names[place] = name;
  }
  return names;
}
