/** How a name is compared: real files shout, write "&" or "and", and use either apostrophe. */
const compared = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replaceAll(/[^a-z0-9]+/gu, ' ')
    .trim();

/** Whether two spellings are the same name. */
export const sameName = (one: string, other: string): boolean => compared(one) === compared(other);
