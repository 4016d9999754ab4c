import type { BusinessDate } from '#kernel/business-date.js';
import type { ParsedFile } from './source-file.js';

/** What has to be known of other organisations to understand a file. */
export interface Knowledge {
  /** The first day of an organisation, by its ODS code. */
  readonly openings: ReadonlyMap<string, BusinessDate>;
  /** ODS codes by ONS codes. */
  readonly odsCodes: ReadonlyMap<string, string>;
}

/**
 * The commissioning regions of April 2013. No file gives both their codes: they are matched by their names
 * (ccg-at-region-2013 and eauth of the Organisation Data Service).
 */
const REGIONS_2013: readonly (readonly [string, string])[] = [
  ['E40000001', 'Y54'],
  ['E40000002', 'Y55'],
  ['E40000003', 'Y56'],
  ['E40000004', 'Y57'],
];

/** The organisations a file tells of, as far as others may need them. */
function toldIn(
  file: ParsedFile,
): readonly { code: string; openedOn?: BusinessDate | undefined; onsCode?: string | undefined }[] {
  switch (file.layout) {
    case 'ods-27-fields':
      return file.bodies;
    case 'ccg-at-region':
      return [];
    case 'ccg-codes':
    case 'area-teams':
    case 'icb-codes':
    case 'own-list':
      return file.rows;
  }
}

/** What the files of one import tell about each other, whatever their order. */
export function knowledgeIn(files: readonly ParsedFile[]): Knowledge {
  const openings = new Map<string, BusinessDate>();
  const odsCodes = new Map(REGIONS_2013);
  for (const { code, openedOn, onsCode } of files.flatMap(toldIn)) {
    if (openedOn !== undefined) openings.set(code, openedOn);
    if (onsCode !== undefined) odsCodes.set(onsCode, code);
  }
  return { openings, odsCodes };
}

/** What the files refer to and do not tell: to be looked up among what was recorded before. */
export function unknownIn(
  files: readonly ParsedFile[],
  known: Knowledge,
): { readonly organisations: readonly string[]; readonly onsCodes: readonly string[] } {
  const organisations = new Set<string>();
  const onsCodes = new Set<string>();
  for (const file of files) {
    if (file.layout === 'ods-27-fields')
      for (const { office, region } of file.bodies)
        for (const code of [office, region]) if (code !== undefined && !known.openings.has(code)) organisations.add(code);
    if (file.layout === 'ccg-at-region')
      for (const { ccg, office, region } of file.rows)
        for (const code of [ccg, office, region]) if (!known.odsCodes.has(code)) onsCodes.add(code);
  }
  return { organisations: [...organisations], onsCodes: [...onsCodes] };
}
