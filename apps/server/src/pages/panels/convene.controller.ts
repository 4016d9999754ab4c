import { Body, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { panelRequest } from '#api-contract/panel-requests.js';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { areaKindOf, DEFAULT_MARKING, PANEL_STAGES, type PanelStage } from '#moderation/contract.js';
import { ConvenePanel, newPanelId } from '#moderation/commands.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { SignedIn } from '../../edge/command-context.js';
import { dateFields } from '../forms/date-fields.js';
import { formsAbout, given } from '../forms/form-definition.js';
import { type AskedForm, FormFlow, type Visit } from '../forms/form-flow.js';
import { Typed } from '../forms/typed.js';
import type { FormFields } from '../frame/form-fields.js';
import { FormFor, PageController, PageFor } from '../frame/page-access.js';
import { numberIn, wordsIn } from './panel-forms.js';

/** What the form that convenes a panel is shown and read with. */
interface ConveningContext {
  /** The stage the person's own area has panels at. */
  readonly stage: PanelStage;
  readonly person: Person;
  readonly today: string;
}

/** The stage whose panels sit for the person's own area; the committee's secretary convenes the committee. */
function ownStage({ area, role }: Person): PanelStage {
  if (role === 'committee-secretary') return 'confirmation';
  return PANEL_STAGES.find((stage) => areaKindOf[stage] === area.kind) ?? 'national';
}

const THRESHOLDS = ['borderlineSteps', 'outlyingSteps', 'outlyingAmong'] as const;

function requestIn(typed: Typed, { stage }: Pick<ConveningContext, 'stage'>) {
  typed.place('/members', 'members');
  return given({
    stage,
    framework: typed.text('framework'),
    period: typed.text('period'),
    sitsOn: typed.date('sitsOn'),
    chair: typed.text('chair'),
    members: wordsIn(typed, 'members'),
    secretary: typed.text('secretary'),
    quorum: numberIn(typed, 'quorum'),
    marking: given(markingIn(typed)),
  });
}

const markingIn = (typed: Typed) => Object.fromEntries(THRESHOLDS.map((name) => [name, numberIn(typed, `marking/${name}`)]));

const conveningForm = formsAbout<ConveningContext>()({
  path: 'new',
  template: 'panels/forms/convening.njk',
  title: 'Convene a panel',
  button: 'Convene it',
  permission: 'panel.convene',
  schema: panelRequest,
  words: {
    framework: 'the framework',
    period: 'the period, such as 2015-16-q2',
    sitsOn: 'the day it sits',
    chair: 'the chair',
    quorum: 'the quorum, a whole number',
    'members/#': "the member's id",
    'marking/borderlineSteps': 'a number of steps from 1 to 5',
    'marking/outlyingSteps': 'a number of steps from 1 to 5',
    'marking/outlyingAmong': 'a number from 3 to 500',
  },
  read: requestIn,
  command: (by, _context, request) => new ConvenePanel(by, request),
  start: ({ today, person }) => ({
    ...dateFields('sitsOn', today),
    ...(person.role === 'panel-secretary' ? { secretary: person.id } : { chair: person.id }),
    ...Object.fromEntries(THRESHOLDS.map((name) => [`marking/${name}`, String(DEFAULT_MARKING[name])])),
  }),
});

/** Convening a panel: for which period, on which day, who sits. */
@PageController('panels/new')
export class ConvenePages {
  constructor(
    @Inject(FormFlow) private readonly flow: FormFlow,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @PageFor('panel.convene')
  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @SignedIn() person: Person): Promise<void> {
    return this.flow.begin(this.#asked({ request, reply, person }, {}));
  }

  @FormFor('panel.convene')
  @Post()
  async send(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Body() fields: FormFields,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.flow.receive(this.#asked({ request, reply, person }, fields), fields);
  }

  #asked(visit: Visit, fields: FormFields): AskedForm<ConveningContext> {
    const { person } = visit;
    const context: ConveningContext = { stage: ownStage(person), person, today: this.clock.today() };
    return {
      ...{ form: conveningForm, context, visit },
      section: 'panels',
      about: `At the ${context.stage} stage`,
      back: { text: 'Back to the panels', href: '/panels' },
      shows: async () => ({
        frameworks: (await this.catalogue.list()).map(({ id, pack }) => ({ value: id, text: pack.title })),
      }),
      next({ position }) {
        const request = panelRequest.parse(requestIn(new Typed(fields), context));
        return `/panels/${newPanelId(request, person)}?atLeast=${String(position)}&done=convened`;
      },
    };
  }
}
