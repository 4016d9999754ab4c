/** The stages as people read them; the first is the assessor's desk. */
export const stageNames: Readonly<Record<string, string>> = {
  assessor: 'Assessor',
  local: 'Local',
  regional: 'Regional',
  national: 'National',
  confirmation: 'Confirmed',
  shared: 'As shared with you',
  published: 'Published',
  given: 'Given',
  transcribed: 'As published',
};

/** A state of an assessment as people read it. */
export const statusNames: Readonly<Record<string, string>> = {
  open: 'Open',
  'in-moderation': 'In moderation',
  moderated: 'Moderated',
  confirmed: 'Confirmed',
  published: 'Published',
  withdrawn: 'Withdrawn',
  transcribed: 'Copied from published sources',
};

/** Why a cell holds no rating. */
export const emptyReasons: Readonly<Record<string, string>> = {
  'not-rated': 'Not rated',
  'not-given': 'Not given yet',
  'not-recorded': 'Not recorded here yet',
  'no-checkpoint-held': 'No checkpoint held',
  'not-computed': 'Not computed',
  'not-published': 'Not published',
};
