import type { Projection } from '../projections/projection.js';
import type { Entity, MigrationClass } from '../read-store/data-source.js';

/** What a context brings to the composition root of an application besides its Nest module. */
export interface ContextParts {
  readonly migrations?: readonly MigrationClass[];
  readonly projections?: readonly Projection[];
  readonly entities?: readonly Entity[];
  /** The injection tokens under which it offers its process managers, each a list of `HostedProcess`. */
  readonly processes?: readonly symbol[];
  /** The injection tokens under which it offers what can be entered into it in bulk, each a list. */
  readonly bulkEntryKinds?: readonly symbol[];
}

/** The parts of all contexts together; a name used twice stops the start, for a checkpoint belongs to one projection. */
export function joinParts(contexts: readonly ContextParts[]): Required<ContextParts> {
  const projections = contexts.flatMap((context) => context.projections ?? []);
  const names = projections.map((projection) => projection.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two projections are called ${twice}`);
  return {
    migrations: contexts.flatMap((context) => context.migrations ?? []),
    projections,
    entities: contexts.flatMap((context) => context.entities ?? []),
    processes: contexts.flatMap((context) => context.processes ?? []),
    bulkEntryKinds: contexts.flatMap((context) => context.bulkEntryKinds ?? []),
  };
}
