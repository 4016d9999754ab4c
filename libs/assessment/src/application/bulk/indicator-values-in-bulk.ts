import { Injectable } from '@nestjs/common';
import { indicatorValueRequest } from '#api-contract/assessment-requests.js';
import type { BulkEntryKind, BulkRow, BulkSender, RowOutcome, RowToApply, RowVerdict } from '#bulk-entry/contract.js';
import { given } from '#kernel/given.js';
import { isRefusal } from '#kernel/refusal.js';
import type { Person } from '#identity/contract.js';
import { MetricScores, RecordIndicatorValue, RecordIndicatorValueHandler } from '../record-indicator-values.js';
import {
  ASSESSMENT_COLUMNS,
  assessmentIn,
  AssessmentsInBulk,
  oneByOne,
  refusedBy,
  senderOf,
  type Target,
  wrongBy,
} from './assessments-in-bulk.js';

/** Values of indicators, one a row. */
@Injectable()
export class IndicatorValuesInBulk implements BulkEntryKind {
  readonly kind = 'indicator-values';
  readonly title = 'Values of indicators';
  readonly explains =
    'Local offices record the values of indicators of their own assessments, as the source writes them. Which columns are needed is the framework’s to say.';
  readonly permission = 'assessment.record';
  readonly columns = [
    ...ASSESSMENT_COLUMNS,
    { name: 'indicator', describes: 'the id of the indicator, or its name as the source has it', example: '103a', needed: true },
    { name: 'value', describes: 'the value as the source writes it', example: '39.1%', needed: false },
    {
      name: 'value_period',
      describes: 'the period the value is of, as the source names it',
      example: 'Q2 2015/16',
      needed: false,
    },
    { name: 'standard', describes: 'what it is held to', example: '40%', needed: false },
    { name: 'comparison', describes: 'the value of England', example: '38.2%', needed: false },
    { name: 'score', describes: 'its score, where the framework scores it', example: '', needed: false },
    {
      name: 'data_source',
      describes: 'the publication or data set it was taken from',
      example: 'National Diabetes Audit',
      needed: false,
    },
    {
      name: 'received_on',
      describes: 'the day it was received, YYYY-MM-DD; today when left out',
      example: '2015-10-14',
      needed: false,
    },
  ] as const;

  constructor(
    private readonly assessments: AssessmentsInBulk,
    private readonly recording: RecordIndicatorValueHandler,
    private readonly scores: MetricScores,
  ) {}

  readonly partOf = assessmentIn;

  examine(rows: readonly BulkRow[], { person }: BulkSender): Promise<readonly RowVerdict[]> {
    return this.assessments.examine(rows, async (part, terms) => {
      const target = await this.assessments.targetOf(part[0], person, this.permission, terms);
      if (isRefusal(target)) return part.map(() => refusedBy(target));
      const scored = part.map(({ cells }) => given({ score: cells['score'] }));
      const scores = await this.scores.of(assessmentIn(part[0]), scored, target.state);
      return part.map((row) => this.#verdictOn(row, target, person, scores));
    });
  }

  apply(rows: readonly RowToApply[], by: BulkSender): Promise<readonly RowOutcome[]> {
    return oneByOne(
      rows,
      requestOf,
      async (row, request) =>
        (await this.assessments.openFor(row, by)) ??
        this.recording.execute(new RecordIndicatorValue(senderOf(row, by), assessmentIn(row), request)),
    );
  }

  #verdictOn(row: BulkRow, target: Target, person: Person, scores: readonly string[]): RowVerdict {
    const request = requestOf(row);
    if (!request.success) return wrongBy(request.error, columnOf);
    const { meeting, receivedOn, ...value } = request.data;
    const asked = { values: [value], asked: 'one', meeting, receivedOn, scores } as const;
    const command = { type: 'record-indicator-values', ...asked, ...this.assessments.identity(person) } as const;
    const decided = this.assessments.decider.decide(command, target.state);
    if (isRefusal(decided)) return refusedBy(decided, columnOf(decided.errors?.[0]?.pointer.split('/').at(-1) ?? ''));
    const opens = target.opens ? 'Opens the assessment. ' : '';
    return {
      verdict: decided.length === 0 ? 'unchanged' : 'new',
      says: `${opens}${value.indicator}: ${value.value ?? value.score ?? ''}`,
    };
  }
}

function requestOf({ cells }: BulkRow) {
  const { indicator, value, value_period: period, standard, comparison, score } = cells;
  const { data_source: dataSource, received_on: receivedOn } = cells;
  return indicatorValueRequest.safeParse(
    given({ indicator, value, period, standard, comparison, score, dataSource, receivedOn }),
  );
}

const COLUMNS: Readonly<Record<string, string>> = {
  period: 'value_period',
  dataSource: 'data_source',
  receivedOn: 'received_on',
};
const columnOf = (member: string): string => COLUMNS[member] ?? member;
