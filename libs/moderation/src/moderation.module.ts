import { Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PANELS_ON_ASSESSMENTS } from '#assessment/contract.js';
import type { ContextParts } from '#platform/service/context-parts.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { ConvenePanelHandler } from './application/convene-panel.js';
import { PanelFactsFromSittings } from './application/panels-on-assessments.js';
import { PANEL_DECISIONS, panelDecisions } from './application/panel-decisions.js';
import { Papers } from './application/gather-papers.js';
import { OpenPapersHandler } from './application/open-papers.js';
import { Panels } from './application/panels.js';
import { ChangePanelMembersHandler, DeclareInterestHandler, RecordOfPanelHandler } from './application/prepare-panel.js';
import { ListPanelsHandler, ReadPanelHandler } from './application/read-panels.js';
import { ReadMinutesHandler } from './application/read-minutes.js';
import { ReadPapersHandler } from './application/read-papers.js';
import { CreatePanels1790000630000 } from './read/migrations/1790000630000-create-panels.js';
import { panelsProjection } from './read/panels-list.js';
import { PanelsQuery } from './read/panels-query.js';
import { sittingDecisionsProjection, SittingDecisionsQuery } from './read/sitting-decisions.js';
import { CreateSittingDecisions1790000631000 } from './read/migrations/1790000631000-create-sitting-decisions.js';

/** What the composition root collects of this context. */
export const moderationParts: ContextParts = {
  projections: [panelsProjection, sittingDecisionsProjection],
  migrations: [CreatePanels1790000630000, CreateSittingDecisions1790000631000],
};

const decisions = { provide: PANEL_DECISIONS, useFactory: panelDecisions, inject: [EVENT_STORE] };

const readModels = [PanelsQuery, SittingDecisionsQuery].map((query) => ({
  provide: query,
  useFactory: (dataSource: DataSource) => new query(dataSource),
  inject: [DataSource],
}));

const handlers = [
  ConvenePanelHandler,
  ChangePanelMembersHandler,
  DeclareInterestHandler,
  RecordOfPanelHandler,
  OpenPapersHandler,
  ListPanelsHandler,
  ReadPanelHandler,
  ReadPapersHandler,
  ReadMinutesHandler,
];

const panelFacts = { provide: PANELS_ON_ASSESSMENTS, useClass: PanelFactsFromSittings };

/** Panels: who sits, what is before them, what they decide. */
// Assessments ask it through the port they declare, and may not import this file.
@Global()
@Module({ providers: [decisions, ...readModels, panelFacts, Panels, Papers, ...handlers], exports: [PANELS_ON_ASSESSMENTS] })
export class ModerationModule {}
