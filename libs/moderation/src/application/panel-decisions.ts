import { Decisions } from '#platform/decisions/decisions.js';
import type { EventStore } from '#platform/event-store/port.js';
import { businessDateOf } from '../core/panel/business-date-of.js';
import { panelCodec } from '../core/panel/codec.js';
import { panelDecider } from '../core/panel/decider.js';

/** Runs commands on the streams `panel-{id}`. */
export const panelDecisions = (store: EventStore) =>
  new Decisions({ store, decider: panelDecider, codec: panelCodec, businessDateOf });

/** What `panelDecisions` gives; injected under this name. */
export type PanelDecisions = ReturnType<typeof panelDecisions>;
export const PANEL_DECISIONS = Symbol('PanelDecisions');
