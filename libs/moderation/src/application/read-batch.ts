import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Person } from '#identity/contract.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { decidersOn } from '../core/panel/decide-batch.js';
import { panelStream } from '../core/panel/events.js';
import { type Batch, type BatchEntry, type EntryStanding, isSitting, type Sitting } from '../core/panel/state.js';
import { PANEL_DECISIONS, type PanelDecisions } from './panel-decisions.js';
import { type BatchSummary, summaryOf } from './panel-view.js';
import { areaOf } from './panels.js';
import { mayReadPanel } from './who-may.js';

/** One assessment's part of a decision on many, with what became of it. People are ids. */
export interface BatchEntryView extends Omit<BatchEntry, 'items' | 'reason'> {
  readonly organisationName: string;
  readonly decidedBy: readonly string[];
  readonly items: readonly string[] | null;
  readonly reason: string | null;
  readonly standing: EntryStanding;
}

/** A decision on many, and how far it has come. */
export interface BatchView extends BatchSummary {
  readonly panel: string;
  readonly decidedBy: readonly string[];
  readonly recordedBy: string;
  readonly reason: string | null;
  /** The committee and its minute, for a confirmation. */
  readonly committee: string | null;
  readonly reference: string | null;
  readonly assessments: readonly BatchEntryView[];
  /** The revision of the panel's stream that this was read at. */
  readonly revision: string;
}

/** A decision on many; undefined when it is not there, or not the person's to see. */
export class ReadBatch extends Query<BatchView | undefined> {
  constructor(
    readonly person: Person,
    readonly panel: string,
    readonly batch: string,
  ) {
    super();
  }
}

@QueryHandler(ReadBatch)
export class ReadBatchHandler implements IQueryHandler<ReadBatch> {
  constructor(
    @Inject(PANEL_DECISIONS) private readonly decisions: PanelDecisions,
    private readonly organisations: OrganisationDirectory,
  ) {}

  /** From the panel's own stream: what it says is what was noted, also in the middle of it. */
  async execute({ person, panel, batch: id }: ReadBatch): Promise<BatchView | undefined> {
    const { state, revision } = await this.decisions.current(panelStream(panel));
    if (!isSitting(state) || !mayReadPanel(person, areaOf(state))) return undefined;
    const batch = state.batches.get(id);
    if (batch === undefined) return undefined;
    const names = await this.#namesOf(state, batch);
    const { decidedBy, recordedBy, reason = null, committee = null, reference = null } = batch;
    return {
      ...{ ...summaryOf(batch), panel, decidedBy, recordedBy, reason, committee, reference },
      assessments: [...batch.entries.values()].map((entry) => ({
        ...{ ...entry, items: entry.items ?? null, reason: entry.reason ?? null },
        organisationName: names.get(entry.organisation) ?? entry.organisation,
        decidedBy: decidersOn(batch, entry),
      })),
      revision: String(revision),
    };
  }

  /** Most are on the papers. */
  async #namesOf({ papers }: Sitting, { entries }: Batch): Promise<ReadonlyMap<string, string>> {
    const onPapers = [...(papers?.byAssessment.values() ?? [])];
    const names = new Map(onPapers.map(({ organisation, organisationName }) => [organisation, organisationName]));
    const others = [...entries.values()].map(({ organisation }) => organisation).filter((code) => !names.has(code));
    const found = await Promise.all([...new Set(others)].map((code) => this.organisations.find(code)));
    for (const one of found) if (one !== undefined) names.set(one.code, one.name);
    return names;
  }
}
