/** One event as the log holds it, as far as the invariants speak of it. */
export interface LoggedEvent {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly commandId: string;
  readonly recordedAt: string;
}

/** What a writer was told before it went on: its append is durable. */
export interface Acknowledged {
  readonly commandId: string;
  readonly stream: string;
  readonly position: string;
  readonly events: number;
}

/** What one run left behind. */
export interface History {
  readonly log: readonly LoggedEvent[];
  readonly acknowledged: readonly Acknowledged[];
  /** The command ids that were ever sent, acknowledged or not. */
  readonly sent: ReadonlySet<string>;
  /** The positions each consumer saw, in the order it saw them, over all its lives. */
  readonly consumers: Readonly<Record<string, readonly bigint[]>>;
  /** Rows that only the live read model or only its rebuild holds, by table. */
  readonly readModels: readonly { readonly table: string; readonly onlyInLive: number; readonly onlyInRebuild: number }[];
}

/** A broken promise, with the place it shows. */
export type Violation = string;

const positionsAreDense = ({ log }: History): Violation[] =>
  log.flatMap(({ position }, index) =>
    position === BigInt(index + 1) ? [] : [`position ${String(position)} stands where ${String(index + 1)} should`],
  );

function revisionsAreDense({ log }: History): Violation[] {
  const next = new Map<string, bigint>();
  return log.flatMap(({ stream, revision, position }) => {
    const expected = next.get(stream) ?? 0n;
    next.set(stream, revision + 1n);
    return revision === expected
      ? []
      : [`${stream} goes on at revision ${String(revision)} instead of ${String(expected)} (position ${String(position)})`];
  });
}

const timeNeverRunsBack = ({ log }: History): Violation[] =>
  log.flatMap((event, index) => {
    const before = log[index - 1];
    return before !== undefined && event.recordedAt < before.recordedAt
      ? [`recordedAt runs back at position ${String(event.position)}`]
      : [];
  });

function eventsByCommand(log: readonly LoggedEvent[]): ReadonlyMap<string, readonly LoggedEvent[]> {
  const commands = new Map<string, LoggedEvent[]>();
  for (const event of log) {
    const known = commands.get(event.commandId);
    if (known === undefined) commands.set(event.commandId, [event]);
    else known.push(event);
  }
  return commands;
}

function acknowledgedStandOnce({ log, acknowledged }: History): Violation[] {
  const commands = eventsByCommand(log);
  return acknowledged.flatMap(({ commandId, stream, position, events }) => {
    const found = commands.get(commandId) ?? [];
    const last = found.at(-1);
    if (found.length !== events)
      return [`command ${commandId} was acknowledged with ${String(events)} events, the log has ${String(found.length)}`];
    if (last?.stream !== stream || String(last.position) !== position)
      return [`command ${commandId} does not lie where it was acknowledged`];
    return [];
  });
}

const nothingCameFromNowhere = ({ log, sent }: History): Violation[] =>
  log.flatMap(({ commandId, position }) =>
    sent.has(commandId) ? [] : [`nobody sent command ${commandId} at position ${String(position)}`],
  );

function noEventStandsTwice({ log }: History): Violation[] {
  const ids = new Set<string>();
  return log.flatMap(({ id, position }) => {
    if (ids.has(id)) return [`event ${id} stands twice (position ${String(position)})`];
    ids.add(id);
    return [];
  });
}

const consumersSawAllOnce = ({ log, consumers }: History): Violation[] =>
  Object.entries(consumers).flatMap(([name, seen]) => {
    const wrong = seen.findIndex((position, index) => position !== log[index]?.position);
    if (wrong >= 0) return [`${name} saw ${String(seen[wrong])} as its ${String(wrong + 1)}th event`];
    return seen.length === log.length ? [] : [`${name} saw ${String(seen.length)} of ${String(log.length)} events`];
  });

const readModelsEqualTheirFold = ({ readModels }: History): Violation[] =>
  readModels.flatMap(({ table, onlyInLive, onlyInRebuild }) =>
    onlyInLive + onlyInRebuild === 0
      ? []
      : [`${table}: ${String(onlyInLive)} rows only live, ${String(onlyInRebuild)} only in its rebuild`],
  );

const INVARIANTS = [
  positionsAreDense,
  revisionsAreDense,
  timeNeverRunsBack,
  acknowledgedStandOnce,
  nothingCameFromNowhere,
  noEventStandsTwice,
  consumersSawAllOnce,
  readModelsEqualTheirFold,
];

/** Every violation of every invariant; none when the history holds. */
export const violationsOf = (history: History): readonly Violation[] => INVARIANTS.flatMap((invariant) => invariant(history));
