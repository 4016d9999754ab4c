import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ContextParts } from '#platform/service/context-parts.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { ConvenePanelHandler } from './application/convene-panel.js';
import { PANEL_DECISIONS, panelDecisions } from './application/panel-decisions.js';
import { Panels } from './application/panels.js';
import { ChangePanelMembersHandler, DeclareInterestHandler, RecordOfPanelHandler } from './application/prepare-panel.js';
import { ListPanelsHandler, ReadPanelHandler } from './application/read-panels.js';
import { CreatePanels1790000630000 } from './read/migrations/1790000630000-create-panels.js';
import { panelsProjection } from './read/panels-list.js';
import { PanelsQuery } from './read/panels-query.js';

/** What the composition root collects of this context. */
export const moderationParts: ContextParts = {
  projections: [panelsProjection],
  migrations: [CreatePanels1790000630000],
};

const decisions = { provide: PANEL_DECISIONS, useFactory: panelDecisions, inject: [EVENT_STORE] };

const query = {
  provide: PanelsQuery,
  useFactory: (dataSource: DataSource) => new PanelsQuery(dataSource),
  inject: [DataSource],
};

const handlers = [
  ConvenePanelHandler,
  ChangePanelMembersHandler,
  DeclareInterestHandler,
  RecordOfPanelHandler,
  ListPanelsHandler,
  ReadPanelHandler,
];

/** Panels: who sits, what is before them, what they decide. */
@Module({ providers: [decisions, query, Panels, ...handlers] })
export class ModerationModule {}
