import { Global, Module } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { PANELS_ON_ASSESSMENTS } from '#assessment/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import type { EventStore } from '#platform/event-store/port.js';
import type { ContextParts } from '#platform/service/context-parts.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { BatchRequests } from './application/batch-requests.js';
import { ConvenePanelHandler } from './application/convene-panel.js';
import { ConfirmTogetherHandler, DecideTogetherHandler } from './application/decide-together.js';
import { PanelFactsFromSittings } from './application/panels-on-assessments.js';
import { PANEL_DECISIONS, type PanelDecisions, panelDecisions } from './application/panel-decisions.js';
import { Papers } from './application/gather-papers.js';
import { OpenPapersHandler } from './application/open-papers.js';
import { Panels } from './application/panels.js';
import { ChangePanelMembersHandler, DeclareInterestHandler, RecordOfPanelHandler } from './application/prepare-panel.js';
import { ForeseeConfirmationsHandler, ForeseeTogetherHandler } from './application/preview-batch.js';
import { MODERATION_PROCESSES, moderationProcesses } from './application/processes.js';
import { ReadBatchHandler } from './application/read-batch.js';
import { ListPanelsHandler, ReadPanelHandler } from './application/read-panels.js';
import { ReadMinutesHandler } from './application/read-minutes.js';
import { ReadPapersHandler } from './application/read-papers.js';
import { SittingsInScope } from './application/sittings-in-scope.js';
import { CreatePanels1790000630000 } from './read/migrations/1790000630000-create-panels.js';
import { panelsProjection } from './read/panels-list.js';
import { PanelsQuery } from './read/panels-query.js';
import { sittingDecisionsProjection, SittingDecisionsQuery } from './read/sitting-decisions.js';
import { CreateSittingDecisions1790000631000 } from './read/migrations/1790000631000-create-sitting-decisions.js';

/** What the composition root collects of this context. */
export const moderationParts: ContextParts = {
  projections: [panelsProjection, sittingDecisionsProjection],
  migrations: [CreatePanels1790000630000, CreateSittingDecisions1790000631000],
  processes: [MODERATION_PROCESSES],
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
  DecideTogetherHandler,
  ConfirmTogetherHandler,
  ForeseeTogetherHandler,
  ForeseeConfirmationsHandler,
  ReadBatchHandler,
];

const processes = {
  provide: MODERATION_PROCESSES,
  useFactory: (
    ...[store, panels, sittings, commands, queries, clock]: [
      ...[EventStore, PanelDecisions, SittingsInScope, CommandBus, QueryBus, Clock],
    ]
  ) => moderationProcesses({ store, panels, sittings, commands, queries, clock }),
  inject: [EVENT_STORE, PANEL_DECISIONS, SittingsInScope, CommandBus, QueryBus, CLOCK],
};

const panelFacts = { provide: PANELS_ON_ASSESSMENTS, useClass: PanelFactsFromSittings };

/** Panels: who sits, what is before them, what they decide. */
// Assessments ask it through the port they declare, and may not import this file.
@Global()
@Module({
  providers: [decisions, processes, ...readModels, panelFacts, Panels, Papers, SittingsInScope, BatchRequests, ...handlers],
  exports: [PANELS_ON_ASSESSMENTS, MODERATION_PROCESSES],
})
export class ModerationModule {}
