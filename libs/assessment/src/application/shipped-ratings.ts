import { readFile } from 'node:fs/promises';
import { projectPath } from '#platform/project-root.js';
import type { ImportRun, PublishedRatingsImport, RatingsImport } from './import-published-ratings.js';

/** Where the project's own copy of published ratings lies. */
export const shippedRatingsPath = (): string => projectPath('libs', 'assessment', 'data', 'published-ratings.csv');

/** Transcribes the published ratings the product ships with; run again, it records nothing. */
export const importShippedRatings = async (into: PublishedRatingsImport, run: ImportRun): Promise<RatingsImport> =>
  into.run(await readFile(shippedRatingsPath(), 'utf8'), run);
