import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { partialDate } from '#kernel/partial-date.js';
import { refuse } from '#kernel/refusal.js';
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
import { type RecordPublishedSurvey, surveyDecider, toldTwice } from '../core/survey/decider.js';
import { surveyId, surveyStream } from '../core/survey/events.js';
import type { SurveyDecisions } from './survey-decisions.js';

const percent = z
  .string()
  .regex(/^\d{1,3}(\.\d+)?$/, 'is not a percentage')
  .transform(Number)
  .pipe(z.number().max(100));

const row = z
  .strictObject({
    organisation: code(10),
    survey_year: z.string().regex(/^20\d{2}$/, 'is not a year'),
    fieldwork_from: emptyIsNull(partialDate),
    fieldwork_to: emptyIsNull(partialDate),
    question: emptyIsNull(line(500)),
    answer: emptyIsNull(line(300)),
    percent: emptyIsNull(percent),
    note: emptyIsNull(line(500)),
    source: line(500),
  })
  .refine(({ question, answer, percent: share }) => new Set([question, answer, share].map((one) => one === null)).size === 1, {
    message: 'a question, its answer and the percentage go together',
  });
type Row = z.infer<typeof row>;

/** Imports published results as facts with their source. A file with a broken row is refused as a whole. */
export class SurveyImport {
  constructor(
    private readonly decisions: SurveyDecisions,
    private readonly organisations: OrganisationQueries,
  ) {}

  async run(text: string, importer: Importer): Promise<FileImport> {
    const file = csvRows(text, row);
    if (isBroken(file)) return refusedFile(file.broken);
    const groups = rowsByStream(file.rows, streamOf);
    const told = [...groups].map(([stream, rows]) => ({ stream, command: commandOf(rows), lines: rows.map((one) => one.line) }));
    const broken = [
      ...(await this.#strangers(file.rows)),
      ...[...groups.values()].flatMap(fieldworkTwice),
      ...told.flatMap(({ command, lines }) => (toldTwice(command.results) ? brokenBy(TWICE, lines) : [])),
    ];
    if (broken.length > 0) return refusedFile(broken);
    return importStreams({ decisions: this.decisions, decider: surveyDecider }, told, importer);
  }

  async #strangers(rows: readonly CsvRow<Row>[]): Promise<readonly BrokenRow[]> {
    const found = rows.map(async ({ organisation, line: at }) => {
      if ((await this.organisations.find(organisation)) !== undefined) return [];
      return brokenBy(refuse('survey-organisation-unknown', `No organisation has the code ${organisation}.`), [at]);
    });
    return (await Promise.all(found)).flat();
  }
}

const TWICE = refuse('a-result-is-told-once', 'among these lines, one answer to one question is told twice by one source');

const streamOf = ({ organisation, survey_year }: Row): string => surveyStream(surveyId(organisation, survey_year));

function commandOf(rows: readonly Row[]): RecordPublishedSurvey {
  return { type: 'RecordPublished', fieldwork: fieldworkIn(rows), results: rows.flatMap(resultIn) };
}

const tellsOfFieldwork = ({ fieldwork_from, fieldwork_to, question }: Row): boolean =>
  question === null || fieldwork_from !== null || fieldwork_to !== null;

/** What each source says of the fieldwork, once; the note is kept of a row that tells of nothing else. */
function fieldworkIn(rows: readonly Row[]): RecordPublishedSurvey['fieldwork'] {
  const told = rows.filter(tellsOfFieldwork);
  return [...new Set(told.map(({ source }) => source))].flatMap((source) => {
    const ofSource = told.filter((one) => one.source === source);
    const one = ofSource.find(({ question }) => question === null) ?? ofSource[0];
    if (one === undefined) return [];
    return [{ from: one.fieldwork_from, to: one.fieldwork_to, note: one.question === null ? one.note : null, source }];
  });
}

/** Of one year's survey, a source names one fieldwork. */
function fieldworkTwice(rows: readonly CsvRow<Row>[]): readonly BrokenRow[] {
  const told = fieldworkIn(rows);
  const others = rows.filter((one) => {
    const known = told.find(({ source }) => source === one.source);
    return known !== undefined && (known.from !== one.fieldwork_from || known.to !== one.fieldwork_to);
  });
  return brokenBy(
    refuse('a-source-names-one-fieldwork', 'this source names another fieldwork of the same survey on another line'),
    others.map(({ line: at }) => at),
  );
}

function resultIn({ question, answer, percent: share, note, source }: Row): RecordPublishedSurvey['results'] {
  if (question === null || answer === null || share === null) return [];
  return [{ question, answer, percent: share, note, source }];
}

/** Where the project's own copy of published results lies. */
export const shippedSurveyPath = (): string => projectPath('libs', 'stakeholder-survey', 'data', 'stakeholder-survey.csv');

/** Imports the results the product ships with; run again, it records nothing. */
export const importShippedSurvey = async (into: SurveyImport, importer: Importer): Promise<FileImport> =>
  into.run(await readFile(shippedSurveyPath(), 'utf8'), importer);
