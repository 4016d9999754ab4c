import { FoldedRows } from '#platform/projections/folded-rows.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { panelCodec } from '../core/panel/codec.js';
import { type PanelData, type PanelEvent, panelStream } from '../core/panel/events.js';
import type { PanelStage } from '../core/panel/scope.js';
import type { Sitting } from '../core/panel/state.js';

/** What a list tells of a sitting: a row of `panels_v1`. Papers and entries of decisions are in its stream alone. */
export interface ListedPanel {
  readonly stage: PanelStage;
  readonly area: string;
  readonly areaName: string;
  /** The region a local panel's office lies in. */
  readonly region: string | null;
  readonly framework: string;
  readonly frameworkTitle: string;
  readonly period: string;
  readonly sitsOn: string;
  readonly status: Sitting['status'];
  readonly chair: string | null;
  readonly committee: string | null;
  /** How many assessments its papers hold; null before they were opened. */
  readonly papers: number | null;
  /** How many decisions made at once have yet to reach their assessments, and how many were refused there. */
  readonly beingApplied: number;
  readonly notApplied: number;
  readonly closedOn: string | null;
}

/** The read model's table. */
export const PANELS = 'panels_v1';

/** What was known of each sitting after each event. */
export const panelsProjection = new FoldedRows<ListedPanel, PanelEvent>({
  name: 'panels',
  version: 1,
  table: PANELS,
  reader: readerOf(panelCodec),
  keyOf: (stream) => stream.slice(panelStream('').length),
  take: (known, { event }) => listed(known, event),
});

function listed(known: ListedPanel | undefined, event: PanelEvent): ListedPanel {
  if (event.type === 'PanelConvened') return convened(event.data);
  if (known === undefined) throw new Error(`${event.type} comes before the panel was convened`);
  switch (event.type) {
    case 'PanelCancelled':
      return { ...known, status: 'cancelled' };
    case 'PanelMembersChanged':
      return { ...known, chair: event.data.chair };
    case 'PapersOpened':
      return { ...known, status: 'open', papers: event.data.papers.length };
    case 'BatchDecided':
      return { ...known, beingApplied: known.beingApplied + event.data.entries.length };
    case 'BatchEntryApplied':
      return { ...known, beingApplied: known.beingApplied - 1 };
    case 'BatchEntryNotApplied':
      return { ...known, beingApplied: known.beingApplied - 1, notApplied: known.notApplied + 1 };
    case 'PanelClosed':
      return { ...known, status: 'closed', closedOn: event.data.closedOn };
    default:
      return known;
  }
}

function convened(data: PanelData<'PanelConvened'>): ListedPanel {
  const { stage, area, areaName, region, framework, frameworkTitle, period, sitsOn, chair, committee } = data;
  return {
    ...{ stage, area, areaName, framework, frameworkTitle, period, sitsOn },
    region: region ?? null,
    status: committee === undefined ? 'convened' : 'minuted-elsewhere',
    chair: chair ?? null,
    committee: committee ?? null,
    papers: null,
    beingApplied: 0,
    notApplied: 0,
    closedOn: null,
  };
}
