/**
 * Injection tokens of what every part of the service stands on. `DataSource` of TypeORM and `CLOCK` are injected by
 * their own names; everything is offered by `PlatformModule`, so that no context names an engine.
 */

/** The log: an `EventStore`. */
export const EVENT_STORE = Symbol('EventStore');
/** Waits for read models to show a position: a `CheckpointWatch`. */
export const CHECKPOINT_WATCH = Symbol('CheckpointWatch');
