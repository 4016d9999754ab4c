import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { derivedId } from '#kernel/ids.js';
import { partialDate } from '#kernel/partial-date.js';
import { code, line } from '#kernel/text.js';
import type { OrganisationQueries } from '#organisations/contract.js';
import { type BrokenRow, type CsvRow, csvRows, emptyIsNull } from '#platform/files/csv-rows.js';
import {
  brokenBy,
  type FileImport,
  type Importer,
  importStreams,
  isBroken,
  refusedFile,
  rowsByStream,
} from '#platform/files/import-streams.js';
import { projectPath } from '#platform/project-root.js';
import { refuse } from '#kernel/refusal.js';
import { interventionDecider, type RecordPublished } from '../core/intervention/decider.js';
import { interventionStream } from '../core/intervention/events.js';
import { interventionKind } from '../core/intervention/kinds.js';
import type { InterventionDecisions } from './intervention-decisions.js';
import { unknownOrganisations } from './unknown-organisations.js';

/** The namespace of the ids of imported interventions: the same row of the same source is the same one in every import. */
const IMPORTED = '2f0c7b3e-0f7e-5d0a-8f0b-51c3e9f0a6d4';

const codes = z
  .string()
  .transform((text) => text.split(/\s+/u).filter((part) => part !== ''))
  .pipe(z.array(code(10)));
const row = z.strictObject({
  kind: interventionKind,
  organisation: codes,
  also_binds: codes,
  from: emptyIsNull(partialDate),
  until: emptyIsNull(partialDate),
  what: line(1000),
  source: line(500),
});
type Row = z.infer<typeof row>;

/** Imports published interventions as facts with their source. A file with a broken row is refused as a whole. */
export class InterventionsImport {
  constructor(
    private readonly decisions: InterventionDecisions,
    private readonly organisations: OrganisationQueries,
  ) {}

  async run(text: string, importer: Importer): Promise<FileImport> {
    const file = csvRows(text, row);
    if (isBroken(file)) return refusedFile(file.broken);
    const groups = rowsByStream(file.rows, streamOf);
    const broken = [...(await this.#strangers(file.rows)), ...[...groups.values()].flatMap(toldTwice)];
    if (broken.length > 0) return refusedFile(broken);
    const told = [...groups].map(([stream, [one]]) => ({ stream, command: commandOf(one), lines: [one.line] }));
    return importStreams({ decisions: this.decisions, decider: interventionDecider }, told, importer);
  }

  async #strangers(rows: readonly CsvRow<Row>[]): Promise<readonly BrokenRow[]> {
    const found = rows.map(async ({ organisation, also_binds, line }) => {
      const refusal = await unknownOrganisations(this.organisations, [...organisation, ...also_binds]);
      return refusal === undefined ? [] : brokenBy(refusal, [line]);
    });
    return (await Promise.all(found)).flat();
  }
}

const streamOf = ({ kind, organisation, from, source }: Row): string =>
  interventionStream(derivedId(IMPORTED, JSON.stringify([kind, organisation, from, source])));

const commandOf = (told: Row): RecordPublished => ({
  type: 'RecordPublished',
  kind: told.kind,
  organisations: told.organisation,
  alsoBinds: told.also_binds,
  from: told.from,
  until: told.until,
  what: told.what,
  source: told.source,
});

/** Two rows of one kind, organisation, beginning and source would be one intervention that says two things. */
const toldTwice = ([first, ...others]: readonly CsvRow<Row>[]): readonly BrokenRow[] =>
  first === undefined
    ? []
    : brokenBy(
        refuse('row-is-there-twice', `is the same intervention as line ${String(first.line)}`),
        others.map(({ line }) => line),
      );

/** Where the project's own copy of published interventions lies. */
export const shippedInterventionsPath = (): string => projectPath('libs', 'interventions', 'data', 'interventions.csv');

/** Imports the interventions the product ships with; run again, it records nothing. */
export const importShippedInterventions = async (into: InterventionsImport, importer: Importer): Promise<FileImport> =>
  into.run(await readFile(shippedInterventionsPath(), 'utf8'), importer);
