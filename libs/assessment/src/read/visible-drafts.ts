/**
 * Whose drafts a list shows besides what is public: everybody's, those of one office or region (as recorded with the
 * assessment), or nobody's.
 */
export type Shown = 'public' | 'all' | `office:${string}` | `region:${string}`;

/** SQL for the rows somebody may see. `parameter` is a placeholder such as `$2` that holds a `Shown`. */
export const shownTo = (parameter: string, isPublic = `visibility = 'public'`): string =>
  `(${isPublic} or ${parameter}::text in ('all', 'office:' || office, 'region:' || region))`;
