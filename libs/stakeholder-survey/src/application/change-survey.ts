import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import type {
  AreaActionRequest,
  AreaRequest,
  FieldworkRequest,
  NominationRequest,
  RedactionRequest,
  SurveyCommentRequest,
  SurveyCountsRequest,
  SurveyReportRequest,
} from '#api-contract/survey-requests.js';
import { ReadAssessment } from '#assessment/contract.js';
import { derivedId } from '#kernel/ids.js';
import { refuse, type Refusal } from '#kernel/refusal.js';
import { mayNot, type Permission, type PermissionRule, type Person } from '#identity/contract.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { originOf } from '#platform/decisions/command-identity.js';
import type { DecisionRule, Recorded } from '#platform/decisions/decisions.js';
import type { SurveyCommand } from '../core/survey/decider.js';
import { surveyId, surveyStream } from '../core/survey/events.js';
import type { SurveyRule } from '../core/survey/rule-book.js';
import { Nominees } from '../read/nominees.js';
import { SURVEY_DECISIONS, type SurveyDecisions } from './survey-decisions.js';
import { surveyPlace } from './survey-place.js';

/** What is asked of a year's survey. */
export type SurveyChange =
  | { readonly type: 'record-fieldwork'; readonly request: FieldworkRequest }
  | { readonly type: 'count-responses'; readonly request: SurveyCountsRequest }
  | { readonly type: 'nominate'; readonly request: NominationRequest }
  | { readonly type: 'withdraw-nomination'; readonly nomination: string }
  | { readonly type: 'erase-contact'; readonly nomination: string }
  | { readonly type: 'record-comment'; readonly request: SurveyCommentRequest }
  | { readonly type: 'redact-comment'; readonly comment: string; readonly request: RedactionRequest }
  | { readonly type: 'identify-area'; readonly request: AreaRequest }
  | { readonly type: 'tie-to-action'; readonly area: string; readonly request: AreaActionRequest }
  | { readonly type: 'file-report'; readonly request: SurveyReportRequest };

/** Who sends a command, and with which headers. */
export interface SurveySender {
  readonly person: Person;
  readonly idempotencyKey?: string | undefined;
  readonly correlationId?: string | undefined;
}

/** What a command on a survey comes to. */
export type SurveyOutcome = Recorded | Refusal<SurveyRule | PermissionRule | DecisionRule>;

/** Records something of an organisation's survey of a year. */
export class ChangeSurvey extends Command<SurveyOutcome> {
  constructor(
    readonly by: SurveySender,
    readonly organisation: string,
    readonly year: string,
    readonly change: SurveyChange,
  ) {
    super();
  }
}

@CommandHandler(ChangeSurvey)
export class ChangeSurveyHandler implements ICommandHandler<ChangeSurvey> {
  constructor(
    @Inject(SURVEY_DECISIONS) private readonly decisions: SurveyDecisions,
    @Inject(OrganisationDirectory) private readonly organisations: OrganisationDirectory,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly nominees: Nominees,
    private readonly queries: QueryBus,
  ) {}

  async execute({ by, organisation, year, change }: ChangeSurvey): Promise<SurveyOutcome> {
    const { person, idempotencyKey, correlationId } = by;
    const forbidden = mayNot(person, permissionFor(change), await surveyPlace(this.organisations, organisation, year));
    if (forbidden) return forbidden;
    if ((await this.organisations.find(organisation)) === undefined)
      return refuse('survey-organisation-unknown', `No organisation has the code ${organisation}. Nothing was recorded.`);
    const elsewhere = change.type === 'tie-to-action' ? await this.#noActionOf(organisation, person, change.request) : undefined;
    if (elsewhere) return elsewhere;
    const stream = surveyStream(surveyId(organisation, year));
    const request = withoutNames(change);
    const origin = originOf({ actor: person.id, role: person.role, stream, request, idempotencyKey, correlationId });
    const minted = derivedId(origin.commandId, 'part');
    return this.decisions.run(stream, commandOf(change, minted, this.clock.today()), origin, () => this.#beside(change, minted));
  }

  /** The action is one of the organisation's own, in an assessment that the person may read. */
  async #noActionOf(
    organisation: string,
    person: Person,
    { assessment, action }: AreaActionRequest,
  ): Promise<Refusal<SurveyRule> | undefined> {
    const found = await this.queries.execute(new ReadAssessment(person, assessment));
    if (found?.organisation === organisation && found.actions.some(({ id }) => id === action)) return undefined;
    return refuse(
      'action-not-of-organisation',
      `No assessment ${assessment} of ${organisation} holds the action. Nothing was recorded.`,
    );
  }

  /** What stands beside the log, done before the event that tells of it. */
  async #beside(change: SurveyChange, minted: string): Promise<void> {
    if (change.type === 'nominate') await this.nominees.file({ nomination: minted, ...change.request });
    if (change.type === 'erase-contact') await this.nominees.erase(change.nomination);
  }
}

function permissionFor({ type }: SurveyChange): Permission {
  const isNomination = type === 'nominate' || type === 'withdraw-nomination' || type === 'erase-contact';
  return isNomination ? 'survey.nominate' : 'survey.record';
}

/** The log keeps a hash of each request; one of a name would outlive the name's erasure. */
const withoutNames = (change: SurveyChange): object =>
  change.type === 'nominate' ? { type: change.type, group: change.request.group } : change;

function commandOf(change: SurveyChange, minted: string, today: string): SurveyCommand {
  switch (change.type) {
    case 'record-fieldwork':
      return { type: 'RecordFieldwork', ...change.request, note: null, source: null };
    case 'count-responses':
      return { type: 'CountResponses', ...change.request, countedOn: today };
    case 'nominate':
      return { type: 'Nominate', nomination: minted, group: change.request.group, nominatedOn: today };
    case 'withdraw-nomination':
      return { type: 'WithdrawNomination', nomination: change.nomination, withdrawnOn: today };
    case 'erase-contact':
      return { type: 'EraseContact', nomination: change.nomination, erasedOn: today };
    case 'record-comment':
      return { type: 'RecordComment', comment: minted, ...change.request, recordedOn: today };
    case 'redact-comment':
      return { type: 'RedactComment', comment: change.comment, ...change.request, redactedOn: today };
    case 'identify-area':
      return { type: 'IdentifyArea', area: minted, ...change.request, identifiedOn: today };
    case 'tie-to-action':
      return { type: 'TieAreaToAction', area: change.area, ...change.request, tiedOn: today };
    case 'file-report':
      return { type: 'FileReport', ...change.request, filedOn: today };
  }
}
