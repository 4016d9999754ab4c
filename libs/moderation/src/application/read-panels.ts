import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Person, roleMay } from '#identity/contract.js';
import type { StreamMoment } from '#platform/decisions/folded-streams.js';
import { panelStream } from '../core/panel/events.js';
import { isSitting } from '../core/panel/state.js';
import { type PanelsOf, PanelsQuery, type PanelsQuestion, type PanelSummary } from '../read/panels-query.js';
import { PANEL_DECISIONS, type PanelDecisions } from './panel-decisions.js';
import { panelView, type PanelView } from './panel-view.js';
import { areaOf } from './panels.js';
import { mayReadPanel } from './who-may.js';

/** The sittings a person may read of, the latest day first. */
export class ListPanels extends Query<readonly PanelSummary[]> {
  constructor(
    readonly person: Person,
    readonly question: Omit<PanelsQuestion, 'of'> = {},
  ) {
    super();
  }
}

/** One sitting, now or as it stood; undefined when it is not there, or not the person's to see. */
export class ReadPanel extends Query<PanelView | undefined> {
  constructor(
    readonly person: Person,
    readonly id: string,
    readonly moment: StreamMoment = {},
  ) {
    super();
  }
}

/** Whose panels a person may read of; undefined where of none. */
function panelsOf(person: Person): PanelsOf | undefined {
  const { area, role } = person;
  if (!roleMay(person, 'panel.read') || area.kind === 'organisation') return undefined;
  if (role === 'committee-secretary') return 'committee';
  return area.kind === 'england' ? 'all' : `${area.kind}:${area.code}`;
}

@QueryHandler(ListPanels)
export class ListPanelsHandler implements IQueryHandler<ListPanels> {
  constructor(private readonly panels: PanelsQuery) {}

  execute({ person, question }: ListPanels): Promise<readonly PanelSummary[]> {
    const of = panelsOf(person);
    return of === undefined ? Promise.resolve([]) : this.panels.list({ ...question, of });
  }
}

@QueryHandler(ReadPanel)
export class ReadPanelHandler implements IQueryHandler<ReadPanel> {
  constructor(@Inject(PANEL_DECISIONS) private readonly decisions: PanelDecisions) {}

  async execute({ person, id, moment }: ReadPanel): Promise<PanelView | undefined> {
    const stream = panelStream(id);
    const isNow = moment.position === undefined && moment.effectiveOn === undefined;
    const folded = await (isNow ? this.decisions.current(stream) : this.decisions.asAt(stream, moment));
    if (!isSitting(folded.state) || !mayReadPanel(person, areaOf(folded.state))) return undefined;
    return panelView(id, folded);
  }
}
