import canonicalize from 'canonicalize';

/** RFC 8785: one text for one value, which is what is stored, hashed and compared. Throws on what JSON cannot say. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('the value has no JSON form');
  return text;
}
