const SMALL_WORDS = new Set(['of', 'and', 'the', 'in', 'on', 'upon', 'with', 'under', 'for', 'le']);
const INITIALS = new Set(['NHS', 'CCG', 'ICB']);

const word = (shouted: string, isFirst: boolean): string => {
  if (INITIALS.has(shouted)) return shouted;
  const lower = shouted.toLowerCase();
  if (!isFirst && SMALL_WORDS.has(lower)) return lower;
  return lower.replace(/[a-z]/u, (letter) => letter.toUpperCase());
};

/** One spelling for one name: single spaces, plain apostrophes, "and" for "&", and no shouting. */
export function readableName(written: string): string {
  const name = written
    .replaceAll('\u2019', "'")
    .replaceAll(/\s+&\s+/gu, ' and ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  if (/[a-z]/u.test(name.replaceAll(' and ', ' '))) return name;
  let isFirst = true;
  return name
    .toUpperCase()
    .split(/([^A-Z']+)/u)
    .map((part) => {
      if (!/^[A-Z]/u.test(part)) return part;
      const spelled = word(part, isFirst);
      isFirst = false;
      return spelled;
    })
    .join('');
}

/** A CCG's full name: the lists of the ONS leave "CCG" away. */
export const ccgName = (written: string): string => {
  const name = readableName(written);
  return / (?:CCG|ICB\b.*)$/u.test(name) ? name : `${name} CCG`;
};

/** A local office's own name, out of "NHS ENGLAND SOUTH (WESSEX)". */
export const officeName = (written: string): string =>
  readableName(/\(([^)]+)\)\s*$/u.exec(written)?.[1] ?? written.replace(/^NHS ENGLAND\s+/iu, ''));

/** A region's own name, out of "SOUTH OF ENGLAND COMMISSIONING REGION". */
export const regionName = (written: string): string => readableName(written.replace(/\s+COMMISSIONING REGION$/iu, ''));
