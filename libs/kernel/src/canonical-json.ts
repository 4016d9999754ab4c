import canonicalize from 'canonicalize';

/** RFC 8785: one text for one value, which is what is stored, hashed and compared. Throws on what JSON cannot say. */
export function canonicalJson(value: unknown): string {
  const ordered = inOrder(value, 0);
  // What is out of the ordinary, and every error, is left to the library.
  const text = ordered === UNUSUAL ? canonicalize(value) : JSON.stringify(ordered);
  if (text === undefined) throw new TypeError('the value has no JSON form');
  return text;
}

const UNUSUAL = Symbol('unusual');
/** Deeper than anything we store: it may well be a circle. */
const DEEP = 64;
/** JavaScript lists such names before the others, whatever order they were given in. */
const LISTED_FIRST = /^(?:\d+|__proto__)$/;

/**
 * The value with the names of every object in RFC 8785's order, which JSON.stringify then writes as the RFC asks: several times
 * faster than putting the text together piece by piece. UNUSUAL for whatever the two might not agree on.
 */
function inOrder(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? value : UNUSUAL;
    case 'number':
      return Number.isFinite(value) ? value : UNUSUAL;
    case 'boolean':
      return value;
    case 'object':
      if (value === null) return value;
      if (depth === DEEP || 'toJSON' in value) return UNUSUAL;
      return Array.isArray(value) ? listInOrder(value, depth) : objectInOrder(value as Readonly<Record<string, unknown>>, depth);
    default:
      return UNUSUAL;
  }
}

function listInOrder(list: readonly unknown[], depth: number): unknown {
  const ordered: unknown[] = [];
  for (const each of list) {
    const part = inOrder(each, depth + 1);
    if (part === UNUSUAL) return UNUSUAL;
    ordered.push(part);
  }
  return ordered;
}

function objectInOrder(object: Readonly<Record<string, unknown>>, depth: number): unknown {
  const ordered: Record<string, unknown> = {};
  for (const name of Object.keys(object).sort()) {
    const value = object[name];
    if (value === undefined) continue;
    const part = inOrder(value, depth + 1);
    if (part === UNUSUAL || LISTED_FIRST.test(name) || !name.isWellFormed()) return UNUSUAL;
    ordered[name] = part;
  }
  return ordered;
}
