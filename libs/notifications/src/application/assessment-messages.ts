import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { nextStage, ReadAssessmentsBeforePanel, type Stage, STAGES } from '#assessment/contract.js';
import { periodInWords } from '#frameworks/contract.js';
import type { Permission } from '#identity/contract.js';
import { dayInWords } from '#kernel/business-date.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import type { MessageKind } from '../core/message-kinds.js';
import type { Tell } from '../process/told-events.js';
import type { AddressedMessage } from './addressed-message.js';
import { Recipients } from './recipients.js';

type Telling<Told extends Tell['tell']> = Extract<Tell, { readonly tell: Told }>;
type OfAnAssessment = Extract<Tell, { readonly assessment: string }>;
type Case = NonNullable<Awaited<ReturnType<AssessmentMessages['caseOf']>>>;

/** Who judges at each stage, and so is told what comes to it. */
const judging: Readonly<Record<Stage, Permission>> = {
  local: 'assessment.decide-local',
  regional: 'assessment.decide-regional',
  national: 'assessment.decide-national',
  confirmation: 'assessment.confirm',
};

/** What a stage does with what comes to it. */
const waitingFor: Readonly<Record<Stage, string>> = {
  local: 'to decide at the local stage',
  regional: 'to decide at the regional stage',
  national: 'to decide at the national stage',
  confirmation: "to record the committee's decision",
};

/** Messages about assessments, to those who have to do with them where they lie now. */
@Injectable()
export class AssessmentMessages {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Recipients) private readonly recipients: Recipients,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Undefined where nobody is to be told: the assessment is not worked on here, or no stage follows. */
  async of(tell: OfAnAssessment): Promise<AddressedMessage | undefined> {
    const found = await this.caseOf(tell.assessment);
    if (found === undefined) return undefined;
    switch (tell.tell) {
      case 'comes-to-stage':
      case 'many-come-to-stage':
        return this.#comesToStage(tell, found);
      case 'comment-window':
        return this.#commentWindow(tell, found);
      case 'window-closes':
        return this.#windowCloses(tell, found);
      case 'reopening-refused':
        return reopeningRefused(tell, found);
      case 'reopening-asked':
        return {
          ...about('reopening', found, 'Re-opening is asked for'),
          to: await this.recipients.whoMay(['assessment.reopen'], found.place),
        };
      default:
        return this.#toTheOffice(tell, found);
    }
  }

  /** What messages say of an assessment, and where it lies now; undefined for one that is not worked on here. */
  async caseOf(assessment: string) {
    const [found] = await this.queries.execute(new ReadAssessmentsBeforePanel([assessment]));
    if (found === undefined) return undefined;
    const { organisation, office, region, period, terms, reopeningRequests, sharings } = found.state;
    return {
      ...{ assessment, terms, reopeningRequests, sharings, period: periodInWords(period) },
      name: `${organisation.name}, ${periodInWords(period)}`,
      place: { organisation: organisation.code, office: office.code, region: region.code },
    };
  }

  async #comesToStage(
    tell: Telling<'comes-to-stage' | 'many-come-to-stage'>,
    { assessment, terms, name, place, period }: Case,
  ): Promise<AddressedMessage | undefined> {
    const stage = nextStage(
      terms,
      STAGES.find((one) => one === tell.after),
    );
    if (stage === undefined) return undefined;
    const to = await this.recipients.whoMay([judging[stage]], place);
    const kind = 'comes-to-your-stage';
    if (tell.tell === 'many-come-to-stage' && tell.count > 1)
      return {
        kind,
        title: `${String(tell.count)} assessments wait for you, ${waitingFor[stage]}: ${period}`,
        page: '/work',
        to,
      };
    return { kind, title: `It waits for you, ${waitingFor[stage]}: ${name}`, page: `/assessments/${assessment}`, to };
  }

  async #commentWindow({ opensOn, closesOn }: Telling<'comment-window'>, found: Case): Promise<AddressedMessage> {
    const days = `from ${dayInWords(opensOn)} to ${dayInWords(closesOn)}`;
    return {
      ...about('comment-window', found, `Comment ${days}`),
      to: await this.recipients.ofOrganisation(found.place.organisation),
    };
  }

  /** Nobody is reminded of a window that was closed, or is over by the time the service gets to it. */
  async #windowCloses({ sharing: id }: Telling<'window-closes'>, found: Case): Promise<AddressedMessage | undefined> {
    const sharing = found.sharings.find((one) => one.sharing === id);
    if (sharing === undefined || sharing.closed !== undefined || sharing.closesOn < this.clock.today()) return undefined;
    return {
      ...about('comment-window', found, `The last day to comment is ${dayInWords(sharing.closesOn)}`),
      to: await this.recipients.ofOrganisation(found.place.organisation),
    };
  }

  async #toTheOffice(
    tell: Telling<'returned' | 'reopened' | 'comment-to-answer' | 'action-due'>,
    found: Case,
  ): Promise<AddressedMessage> {
    const [kind, words, permission] = officeMessages[tell.tell];
    const page = tell.tell === 'action-due' ? `/assessments/${found.assessment}/actions/${tell.action}` : undefined;
    return { ...about(kind, found, words, page), to: await this.recipients.whoMay([permission], found.place) };
  }
}

const officeMessages: Readonly<
  Record<'returned' | 'reopened' | 'comment-to-answer' | 'action-due', readonly [MessageKind, string, Permission]>
> = {
  returned: ['returned', 'Returned to its assessor', 'assessment.rate'],
  reopened: ['returned', 'Re-opened: some items are rated again', 'assessment.rate'],
  'comment-to-answer': ['comment-to-answer', 'The organisation commented, and waits for an answer', 'assessment.share'],
  'action-due': ['action-due', 'An action falls due', 'assessment.record'],
};

const about = (kind: MessageKind, { assessment, name }: Case, words: string, page = `/assessments/${assessment}`) => ({
  ...{ kind, page },
  title: `${words}: ${name}`,
});

/** To whoever asked. */
function reopeningRefused({ request }: Telling<'reopening-refused'>, found: Case): AddressedMessage | undefined {
  const asked = found.reopeningRequests.find((one) => one.request === request);
  return asked && { ...about('reopening', found, 'Your request to re-open was refused'), to: [asked.requestedBy] };
}
