import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.js';
import { code, line } from '#kernel/text.js';
import { coversPeriod, type FrameworkCatalogue, type Pack, period } from '#frameworks/contract.js';
import type { OrganisationQueries } from '#organisations/contract.js';
import { type CsvRow, csvRows, emptyIsNull } from '#platform/files/csv-rows.js';
import {
  brokenBy,
  type FileImport,
  type Importer,
  importStreams,
  isBroken,
  refusedFile,
  rowsByStream,
  type StreamTold,
} from '#platform/files/import-streams.js';
import { projectPath } from '#platform/project-root.js';
import { nationalResultsDecider, type TranscribeNationalResults } from '../core/national-results/decider.js';
import { nationalResultsStream } from '../core/national-results/events.js';
import type { NationalResultsDecisions } from './national-results-decisions.js';
import { organisationsOfPeriod } from './organisations-of-period.js';

const wholeNumber = z
  .string()
  .regex(/^\d{1,6}$/, 'is not a whole number')
  .transform(Number);

const row = z.strictObject({
  framework: code(60),
  period,
  item: code(),
  organisations: wholeNumber.pipe(z.number().positive()),
  rating: code(),
  published_label: emptyIsNull(line()),
  count: wholeNumber,
  evidence: z.enum(['published', 'derived', 'restated']),
  source: line(500),
});
type Row = z.infer<typeof row>;
type Rows = readonly [CsvRow<Row>, ...CsvRow<Row>[]];

/** Imports published counts. A file with a wrong count is refused as a whole, and told by how many it is wrong. */
export class NationalResultsImport {
  constructor(
    private readonly decisions: NationalResultsDecisions,
    private readonly catalogue: FrameworkCatalogue,
    private readonly organisations: OrganisationQueries,
  ) {}

  async run(text: string, importer: Importer): Promise<FileImport> {
    const file = csvRows(text, row);
    if (isBroken(file)) return refusedFile(file.broken);
    const groups = [...rowsByStream(file.rows, (one) => JSON.stringify([nationalResultsStream(one), one.source])).values()];
    const read = await Promise.all(groups.map(async (rows) => ({ rows, told: await this.#told(rows) })));
    const broken = read.flatMap(({ rows, told }) =>
      isRefusal(told)
        ? brokenBy(
            told,
            rows.map((one) => one.line),
          )
        : [],
    );
    if (broken.length > 0) return refusedFile(broken);
    const all = read.flatMap(({ told }) => (isRefusal(told) ? [] : [told]));
    return importStreams({ decisions: this.decisions, decider: nationalResultsDecider }, all, importer);
  }

  /** The rows of one source on one item in one period, beside what is known of framework and organisations. */
  async #told(rows: Rows): Promise<StreamTold<TranscribeNationalResults> | Refusal> {
    const [first] = rows;
    const adopted = await this.catalogue.get(first.framework);
    if (adopted === undefined) return refuse('framework-unknown', `No framework is called ${first.framework}.`);
    const broken = notOfPack(adopted.pack, rows);
    if (broken) return broken;
    const { on, organisations } = await organisationsOfPeriod(this.organisations, adopted.pack, first.period);
    const { framework, item, source } = first;
    const counts = rows.map(({ rating, published_label: publishedLabel, count, evidence }) => ({
      ...{ rating, publishedLabel, count, evidence },
    }));
    const results = { framework, period: first.period, item, organisations: first.organisations, counts, source };
    return {
      stream: nationalResultsStream(first),
      command: { type: 'TranscribeNationalResults', results, openThen: { count: organisations.length, on } },
      lines: rows.map((one) => one.line),
    };
  }
}

/** Why rows cannot be of a framework: its period, its items, its scales, or rows that name different numbers of organisations. */
function notOfPack(pack: Pack, rows: Rows): Refusal | undefined {
  const [{ framework, period: asked, item, organisations }] = rows;
  if (!coversPeriod(pack, asked)) return refuse('period-outside-framework', `${asked} is not a period of ${framework}.`);
  if (!pack.items.some(({ id }) => id === item)) return refuse('item-unknown', `${framework} has no item ${item}.`);
  const ratings = new Set(pack.scales.flatMap((scale) => scale.ratings.map(({ id }) => id)));
  const stranger = rows.find(({ rating }) => !ratings.has(rating));
  if (stranger !== undefined) return refuse('rating-not-on-scale', `${framework} has no rating ${stranger.rating}.`);
  const other = rows.find((one) => one.organisations !== organisations);
  if (other === undefined) return undefined;
  const numbers = `${String(organisations)} and ${String(other.organisations)}`;
  return refuse('one-number-of-organisations', `one source gives ${numbers} organisations for the same item and period`);
}

/** Where the project's own copy of the published counts lies. */
export const shippedNationalResultsPath = (): string => projectPath('libs', 'national-results', 'data', 'national-results.csv');

/** Imports the counts the product ships with; run again, it records nothing. */
export const importShippedNationalResults = async (into: NationalResultsImport, importer: Importer): Promise<FileImport> =>
  into.run(await readFile(shippedNationalResultsPath(), 'utf8'), importer);
