/** What somebody thinks of a rating or a note, as people read it. */
export const viewNames: Readonly<Record<string, string>> = {
  agrees: 'Agrees',
  disagrees: 'Disagrees',
  'not-stated': 'Says',
  'not-asked': 'Not asked',
  'sees-differently': 'Remembers it differently',
  satisfied: 'Satisfied',
  concerned: 'Concerned',
  'no-reply': 'Did not reply',
};
