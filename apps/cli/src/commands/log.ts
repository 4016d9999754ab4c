import { eventStoreDbOf, loadConfig } from '#platform/config/config.js';
import { readLog } from '#platform/projections/log-batch.js';
import { LogNotEmpty, restoreEvents } from '#platform/event-store/postgres/restore-events.js';
import { projectionEventCodec } from '#platform/projections/stepped-over.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import type { RecordedEvent } from '#platform/event-store/port.js';
import { parts } from '../composition.js';
import { LogCheck, type LogReport } from '../log/log-check.js';
import { readDump } from '../log/read-dump.js';
import { writeDump } from '../log/write-dump.js';
import { Progress } from '../output/progress.js';
import { columns, counted, indented } from '../output/words.js';
import { CommandFailed, type CommandIo, type CommandOutcome, goOnUnless } from '../session/command.js';
import { showInReadModels, stoppedLines } from '../session/read-models.js';
import { type CommandSession, withSession } from '../session/session.js';

const BATCH = 1_000;

/** Whatever is recorded is read by some read model, but for what operators decide about the read models themselves. */
const newCheck = (positions: { readonly positionsAreDense: boolean }): LogCheck =>
  new LogCheck([...parts.projections.map(({ reader }) => reader), readerOf(projectionEventCodec)], positions);

/** A dump tells positions by counting, and is restored into PostgreSQL: elsewhere it would be none, or a second log. */
function refuseOutsidePostgres({ environment }: CommandIo): void {
  if (eventStoreDbOf(loadConfig(environment)) === undefined) return;
  throw new CommandFailed(
    'Nothing was done: the log lies in EventStoreDB, which is backed up and restored by means of its own, ' +
      'with the PostgreSQL beside it (docs/eventstoredb.md).',
  );
}

/** Reads the whole log and holds it to what it promises; holds when nothing was found. */
export const verifyLog = (io: CommandIo): Promise<CommandOutcome> =>
  withSession(io, async (session) => {
    const check = newCheck(session);
    const progress = new Progress(io, 'position');
    const { position: head } = await session.store.head();
    for await (const batch of readLog(session.store, 0n, BATCH)) {
      goOnUnless(io.interrupted);
      for (const event of batch.upTo(head).events) check.take(event);
      progress.reached(batch.last < head ? batch.last : head, head);
      if (batch.last >= head) break;
    }
    progress.end();
    await checkEventIds(check, head, session);
    const report = check.report();
    return { holds: report.found === 0, text: reportLines(report).join('\n'), json: report };
  });

/** Ids are derived from commands, each of which its stream records once; no index holds them to it (docs/adr/0015). */
async function checkEventIds(check: LogCheck, head: bigint, { dataSource }: CommandSession): Promise<void> {
  const rows = await dataSource.query<{ id: string; first: string; last: string }[]>(
    `select event_id as id, min(position) as first, max(position) as last from log.events where position <= $1
      group by event_id having count(*) > 1 order by last`,
    [String(head)],
  );
  for (const { id, first, last } of rows) check.found('event-ids-once', BigInt(last), `has the id ${id} of position ${first}`);
}

function reportLines(report: LogReport): readonly string[] {
  const { events, streams, position, firstRecordedAt, lastRecordedAt, storedNames, sealed, findings, found } = report;
  const names = Object.entries(storedNames).map(([name, number]) => [name, String(number)]);
  const span = firstRecordedAt === null ? 'nothing recorded' : `recorded from ${firstRecordedAt} to ${String(lastRecordedAt)}`;
  return [
    `${counted(events, 'event')} in ${counted(streams, 'stream')} up to position ${String(position)}, ${span}`,
    ...indented(columns(names)),
    `${counted(sealed.withKey + sealed.erased, 'event')} with sealed text: ${counted(sealed.withKey, 'key')} present, ${String(sealed.erased)} erased`,
    found === 0 ? 'Nothing was found.' : `${counted(found, 'finding')}:`,
    ...indented(findings.map(({ rule, position: at, detail }) => `position ${String(at)}: ${detail} [${rule}]`)),
    ...(found > findings.length ? [`  and ${String(found - findings.length)} more`] : []),
  ];
}

/** Writes the log to a new file. */
export async function dumpLog(path: string, io: CommandIo): Promise<CommandOutcome> {
  refuseOutsidePostgres(io);
  return withSession(io, async ({ store }) => {
    const progress = new Progress(io, 'position');
    const onProgress = (done: bigint, total: bigint): void => progress.reached(done, total);
    const { events, sha256 } = await writeDump(path, store, { interrupted: io.interrupted, onProgress });
    progress.end();
    const text = `${path}: ${counted(events, 'event')}, SHA-256 ${sha256}\nIt holds the keys of all sealed texts: keep it as a secret.`;
    return { holds: true, text, json: { file: path, events, sha256 } };
  });
}

/** Takes a dump into an empty log, all of it or nothing, and fills the read models. */
export async function restoreLog(path: string, io: CommandIo): Promise<CommandOutcome> {
  refuseOutsidePostgres(io);
  const { events: expected } = await checkDump(path, io);
  return withSession(io, async (session) => {
    const events = await restoreEvents(session.ownerUrl, batchesOf(path, io)).catch((error: unknown) => {
      throw error instanceof LogNotEmpty ? new CommandFailed(error.message) : error;
    });
    if (events !== expected) throw new Error(`${String(events)} events were restored where ${String(expected)} were checked`);
    const stopped = stoppedLines(await showInReadModels((await session.store.head()).position, session));
    const text = [`${path}: ${counted(events, 'event')} restored.`, ...stopped].join('\n');
    return { holds: stopped.length === 0, text, json: { file: path, events, stopped } };
  });
}

/** Reads the dump to its end, digest included, before anything is written, and holds its events to what a log promises. */
async function checkDump(path: string, io: CommandIo): Promise<LogReport> {
  const check = newCheck({ positionsAreDense: true });
  const progress = new Progress(io, 'events checked');
  for await (const { event, events } of readDump(path)) {
    goOnUnless(io.interrupted);
    check.take(event);
    progress.reached(event.position, events);
  }
  progress.end();
  const report = check.report();
  const [first] = report.findings;
  if (first === undefined) return report;
  const { position, detail, rule } = first;
  const others = report.found === 1 ? '' : `, and ${counted(report.found - 1, 'other finding')}`;
  throw new CommandFailed(
    `Nothing was restored: the event at position ${String(position)} of ${path}: ${detail} [${rule}]${others}.`,
  );
}

/** The dump again, in batches; its digest is compared again at the end, before the transaction is committed. */
async function* batchesOf(path: string, io: CommandIo): AsyncGenerator<readonly RecordedEvent[], void, undefined> {
  const progress = new Progress(io, 'events restored');
  let batch: RecordedEvent[] = [];
  for await (const { event, events } of readDump(path)) {
    batch.push(event);
    if (batch.length < BATCH) continue;
    goOnUnless(io.interrupted);
    yield batch;
    progress.reached(event.position, events);
    batch = [];
  }
  if (batch.length > 0) yield batch;
  progress.end();
}
