import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { BulkColumn, BulkRow, BulkSender, RowOutcome, RowToApply, RowVerdict } from '#bulk-entry/contract.js';
import { fold } from '#kernel/decider.js';
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.js';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue, isPeriod, type Pack } from '#frameworks/contract.js';
import { mayNot, type Permission, type Person } from '#identity/contract.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { inTurns } from '#platform/decisions/in-turns.js';
import { originOf } from '#platform/decisions/command-identity.js';
import type { Recorded } from '#platform/decisions/decisions.js';
import { rowsByStream } from '#platform/files/import-streams.js';
import { assessmentDecider } from '../../core/assessment/decider.js';
import { type Assessment, initialState } from '../../core/assessment/state.js';
import type { PublishedFact } from '../../core/assessment/transcribe-rating.js';
import { ASSESSMENT_DECISIONS, type AssessmentDecisions, assessmentStream, compute } from '../assessment-decisions.js';
import type { CommandSender } from '../assessments.js';
import { OpenAssessment, OpenAssessmentHandler } from '../open-assessment.js';
import { type OpeningFacts, openingFacts } from '../opening-facts.js';
import { rememberedTerms, type TermsSource } from '../remembered-terms.js';
import { placeOf } from '../who-may-read.js';

/** The columns that say which assessment a row is about. */
export const ASSESSMENT_COLUMNS: readonly BulkColumn[] = [
  { name: 'organisation', describes: 'the ODS code of the organisation', example: '11J', needed: true },
  { name: 'framework', describes: 'the id of the framework', example: 'ccg-assurance-2015-16', needed: true },
  { name: 'period', describes: 'the quarter or year: 2015-16-q2, 2015-16-year', example: '2015-16-q2', needed: true },
];

/** The assessment a row is about, by its id. */
export const assessmentIn = ({ cells }: BulkRow): string =>
  [cells['organisation'], cells['framework'], cells['period']].join('.');

/** An assessment as rows find it: as it stands, or as it would stand once they have opened it. */
export interface Target {
  readonly state: Assessment;
  readonly revision: bigint;
  /** It was never opened: entering a row opens it. */
  readonly opens: boolean;
}

/** A verdict by what a rule or a schema says. */
export const refusedBy = ({ rule, detail }: Refusal, column?: string): RowVerdict => ({
  verdict: 'refused',
  rule,
  detail,
  ...(column !== undefined && { column }),
});

/** What a row's request lacks by its schema, at the column it was written in. */
export function wrongBy(error: z.ZodError, columnOf: (member: string) => string): RowVerdict {
  const [issue] = error.issues;
  const member = issue?.path.findLast((part) => typeof part === 'string');
  return refusedBy(
    refuse('row-not-valid', issue === undefined ? 'is not valid' : inWords(issue)),
    typeof member === 'string' ? columnOf(member) : undefined,
  );
}

const inWords = (issue: z.core.$ZodIssue): string =>
  issue.code === 'invalid_value' ? `must be one of ${issue.values.map(String).join(', ')}` : issue.message;

/** What became of a row, from what its command came to. */
export const outcomeOf = (line: number, outcome: Recorded | Refusal): RowOutcome =>
  isRefusal(outcome)
    ? { line, outcome: 'refused', rule: outcome.rule, detail: outcome.detail }
    : { line, outcome: outcome.events.length === 0 ? 'unchanged' : 'applied' };

/** Carries rows out one after the other, each by a command of its own. */
export async function oneByOne<Request>(
  rows: readonly RowToApply[],
  requestOf: (row: BulkRow) => z.ZodSafeParseResult<Request>,
  carryOut: (row: RowToApply, request: Request) => Promise<Recorded | Refusal>,
): Promise<readonly RowOutcome[]> {
  const outcomes: RowOutcome[] = [];
  for (const row of rows) {
    const request = requestOf(row);
    const outcome = request.success
      ? await carryOut(row, request.data)
      : refuse('row-not-valid', 'The row is not valid any more.');
    outcomes.push(outcomeOf(row.line, outcome));
  }
  return outcomes;
}

/** How many assessments are looked at at a time. */
const AT_A_TIME = 32;

/** What every kind of bulk entry into assessments has in common: finding the assessment of a row, and opening it. */
@Injectable()
export class AssessmentsInBulk {
  readonly decider = assessmentDecider(compute);
  readonly #termsFor = new WeakMap<BulkSender, TermsSource>();

  constructor(
    @Inject(ASSESSMENT_DECISIONS) private readonly decisions: AssessmentDecisions,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly organisations: OrganisationDirectory,
    private readonly opening: OpenAssessmentHandler,
  ) {}

  /** The day in England. */
  get today(): string {
    return this.clock.today();
  }

  /** Verdicts for rows, assessment by assessment, in the order of the rows. */
  async examine(
    rows: readonly BulkRow[],
    verdictsOn: (rows: readonly [BulkRow, ...BulkRow[]], terms: TermsSource) => Promise<readonly RowVerdict[]>,
  ): Promise<readonly RowVerdict[]> {
    const parts = [...rowsByStream(rows, assessmentIn).values()];
    const { terms } = this;
    const verdicts = await inTurns(parts, AT_A_TIME, (part) => verdictsOn(part, terms));
    const byLine = new Map(parts.flatMap((part, index) => part.map(({ line }, at) => [line, verdicts[index]?.[at]] as const)));
    return rows.map(({ line }) => byLine.get(line) ?? refusedBy(refuse('row-not-valid', 'was not examined')));
  }

  /** The assessment as rows find it, where whoever enters them may do so there, and may open it if it has to be. */
  async targetOf(row: BulkRow, person: Person, permission: Permission, terms: TermsSource): Promise<Target | Refusal> {
    const target = await this.#standingOrOpened(row, person, terms);
    if (isRefusal(target)) return target;
    return mayNot(person, permission, placeOf(target.state)) ?? target;
  }

  async #standingOrOpened(row: BulkRow, person: Person, terms: TermsSource): Promise<Target | Refusal> {
    const { state, revision } = await this.current(assessmentIn(row));
    if (state.status !== 'not-opened') return { state, revision, opens: false };
    const facts = await this.factsOf(row, terms);
    if (isRefusal(facts)) return facts;
    const { organisation, office, region } = facts;
    const place = { organisation: organisation.code, office: office.code, region: region.code };
    const forbidden = mayNot(person, 'assessment.open', place);
    if (forbidden !== undefined) return forbidden;
    const decided = this.decider.decide({ type: 'open-assessment', ...facts, ...this.identity(person) }, initialState);
    if (isRefusal(decided)) return decided;
    return { state: fold(this.decider, decided), revision: BigInt(decided.length - 1), opens: true };
  }

  /** What an assessment of that organisation, framework and period is opened with. */
  async factsOf({ cells }: BulkRow, terms: TermsSource) {
    const { organisation = '', framework = '', period = '' } = cells;
    if (!isPeriod(period))
      return refuse('period-not-a-period', `${period} is not a period: write 2014-15-q1 to q4, or 2014-15-year.`);
    return openingFacts(this.organisations, terms, organisation, framework, period);
  }

  /** The framework's pack; undefined where it is not adopted. */
  async packOf({ cells }: BulkRow, terms: TermsSource): Promise<Pack | undefined> {
    return (await terms.get(cells['framework'] ?? ''))?.pack;
  }

  /** The assessment as it stands. */
  current(assessment: string) {
    return this.decisions.current(assessmentStream(assessment));
  }

  /** Opens the assessment of a row, if it was never opened; a refusal where it cannot be. */
  async openFor(row: RowToApply, by: BulkSender): Promise<Refusal | undefined> {
    const assessment = assessmentIn(row);
    const { state } = await this.decisions.lastKnown(assessmentStream(assessment));
    if (state.status !== 'not-opened') return undefined;
    const { organisation = '', framework = '', period = '' } = row.cells;
    const sender = senderOf({ ...row, key: `${row.key}: opening` }, by);
    const outcome = await this.opening.execute(new OpenAssessment(sender, { organisation, framework, period }));
    return isRefusal(outcome) && outcome.rule !== 'assessment-already-open' ? outcome : undefined;
  }

  /** Copies facts from a source, all or none, under the row's key. */
  transcribe(
    row: RowToApply,
    told: readonly PublishedFact[],
    facts: OpeningFacts,
    { person, correlationId }: BulkSender,
  ): Promise<Recorded | Refusal> {
    const stream = assessmentStream(assessmentIn(row));
    const identity = { actor: person.id, role: person.role, stream, correlationId };
    const origin = originOf({ ...identity, request: told, idempotencyKey: row.key });
    const { commandId } = origin;
    const command = {
      type: 'transcribe-rating',
      ...facts,
      facts: told,
      actor: person.id,
      commandId,
      today: this.today,
    } as const;
    return this.decisions.run(stream, command, origin);
  }

  /** The framework's terms and the organisation's facts, each asked for once. */
  get terms(): TermsSource {
    return rememberedTerms(this.catalogue);
  }

  /** The same while one sender's rows are carried out. */
  termsFor(by: BulkSender): TermsSource {
    const known = this.#termsFor.get(by);
    if (known !== undefined) return known;
    const { terms } = this;
    this.#termsFor.set(by, terms);
    return terms;
  }

  /** Who and when, for a command that is tried and not recorded. */
  identity({ id }: Person) {
    return { actor: id, commandId: '00000000-0000-4000-8000-000000000000', today: this.today } as const;
  }
}

/** Who sends the command of a row. */
export const senderOf = ({ key, judged }: RowToApply, { person, correlationId }: BulkSender): CommandSender => ({
  person,
  idempotencyKey: key,
  ...(judged !== undefined && { judged }),
  correlationId,
});
