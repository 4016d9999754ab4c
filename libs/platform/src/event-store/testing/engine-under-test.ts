import type { EventStore } from '../port.js';

/** One engine with an empty log, made anew for each test. */
export interface EngineUnderTest {
  readonly store: EventStore;
  /** Whether positions are 1..n without holes, or strictly increasing only. */
  readonly dense: boolean;
  /** A second process's store over the same log; the engine that has only one process gives the same. */
  another(): EventStore;
  /** Cuts every connection to the log, as a restart of the server or of the network between would. */
  cutConnections(): Promise<void>;
  /** Closes every store and removes the log. */
  remove(): Promise<void>;
}
