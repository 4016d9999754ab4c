import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { PanelRequest } from '#api-contract/panel-requests.js';
import {
  FRAMEWORK_CATALOGUE,
  type FrameworkCatalogue,
  type FrameworkForPeriod,
  isPeriod,
  periodEnd,
} from '#frameworks/contract.js';
import { type Person, PERSON_DIRECTORY, type PersonDirectory } from '#identity/contract.js';
import { isRefusal, refuse } from '#kernel/refusal.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { areaKindOf, ENGLAND, panelIdOf, type Scope } from '../core/panel/scope.js';
import { type PanelOutcome, type PanelRefusal, type PanelSender, Panels } from './panels.js';
import { namedAs, namedIn, whoMayNotSit } from './those-who-sit.js';
import { mayNotRecord, type PanelArea } from './who-may.js';

/** Convenes a sitting of a panel. */
export class ConvenePanel extends Command<PanelOutcome> {
  constructor(
    readonly by: PanelSender,
    readonly request: PanelRequest,
  ) {
    super();
  }
}

/** The scope a request names: of the person's own area unless it says otherwise. */
export function scopeOf({ stage, area, framework, period }: PanelRequest, person: Person): Scope {
  const own = person.area.kind === 'england' ? ENGLAND : person.area.code;
  return { stage, area: area ?? own, framework, period };
}

/** The id of the sitting a request convenes. */
export const newPanelId = (request: PanelRequest, person: Person): string => panelIdOf(scopeOf(request, person), request.sitsOn);

/** What of the world a new panel needs to know. */
interface Surroundings {
  readonly areaName: string;
  readonly region: string | undefined;
  readonly frameworkTitle: string;
}

@CommandHandler(ConvenePanel)
export class ConvenePanelHandler implements ICommandHandler<ConvenePanel> {
  constructor(
    private readonly panels: Panels,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    private readonly organisations: OrganisationDirectory,
    @Inject(PERSON_DIRECTORY) private readonly people: PersonDirectory,
  ) {}

  async execute({ by, request }: ConvenePanel): Promise<PanelOutcome> {
    const scope = scopeOf(request, by.person);
    const around = await this.#surroundings(scope);
    if (isRefusal(around)) return around;
    const area: PanelArea = { ...scope, region: around.region };
    const forbidden = mayNotRecord(by.person, 'panel.convene', area);
    if (forbidden !== undefined) return forbidden;
    const { role, id } = by.person;
    const chair = request.chair ?? (role === 'panel-chair' || role === 'director' ? id : undefined);
    const secretary = request.secretary ?? (role === 'panel-secretary' ? id : undefined);
    const { sitsOn, members, quorum, marking } = request;
    const named = [...namedAs('chair', chair), ...namedIn('members', members), ...namedAs('secretary', secretary)];
    return (
      (await whoMayNotSit(this.people, named, area)) ??
      this.panels.carryOut({
        ...{ by, panel: newPanelId(request, by.person), permission: 'panel.convene', type: 'convene-panel', request, area },
        command: () => ({ ...scope, ...around, sitsOn, chair, members, secretary, quorum, marking }),
      })
    );
  }

  async #surroundings(scope: Scope): Promise<Surroundings | PanelRefusal> {
    const terms = await this.#terms(scope);
    if (isRefusal(terms)) return terms;
    const frameworkTitle = terms.framework.title;
    const kind = areaKindOf[scope.stage];
    if (kind === 'england')
      return scope.area === ENGLAND ? { areaName: 'England', region: undefined, frameworkTitle } : unknownArea(scope);
    const found = await this.organisations.find(scope.area, { effectiveOn: periodEnd(scope.period) });
    if (found === undefined || found.kind !== (kind === 'office' ? 'local-office' : 'region')) return unknownArea(scope);
    const region = kind === 'office' ? found.region?.code : undefined;
    return { areaName: found.name, region, frameworkTitle };
  }

  async #terms({ framework, period, stage }: Scope): Promise<FrameworkForPeriod | PanelRefusal> {
    if (!isPeriod(period)) return atPeriod('period-outside-framework', `${period} is not a period such as 2014-15-q1.`);
    const terms = await this.catalogue.forPeriod(framework, period);
    if (isRefusal(terms)) return atPeriod(terms.rule, terms.detail);
    if (terms.stages.includes(stage)) return terms;
    const detail = `${terms.framework.title} has no ${stage} stage for ${period}. Nothing was recorded.`;
    return refuse('stage-not-in-framework', detail, { errors: [{ pointer: '/stage', detail }] });
  }
}

const atPeriod = (rule: 'period-outside-framework' | 'framework-unknown', detail: string): PanelRefusal =>
  refuse(rule, `${detail} Nothing was recorded.`, {
    errors: [{ pointer: rule === 'framework-unknown' ? '/framework' : '/period', detail }],
  });

function unknownArea({ area, stage }: Scope): PanelRefusal {
  const detail = `${area} is no area that a ${stage} panel sits for.`;
  return refuse('panel-area-unknown', `${detail} Nothing was recorded.`, { errors: [{ pointer: '/area', detail }] });
}
