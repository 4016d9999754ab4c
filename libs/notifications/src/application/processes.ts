import { assessmentCodec } from '#assessment/contract.js';
import { codecOf } from '#kernel/codec.js';
import { letterEvents } from '#letters/contract.js';
import { panelEvents } from '#moderation/contract.js';
import type { HostedProcess } from '#platform/process-managers/hosted-process.js';
import type { EventReader } from '#platform/projections/projection.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { scorecardEvents } from '#publication/contract.js';
import { type Tell, TOLD_TYPES, type ToldEvent, toldEvents } from '../process/told-events.js';
import type { TellPeople } from './tell-people.js';

/** The injection token of the process managers of notifications, a list for the runner. */
export const NOTIFICATION_PROCESSES = Symbol('NotificationProcesses');

const readers = [
  readerOf(assessmentCodec),
  readerOf(codecOf(panelEvents)),
  readerOf(codecOf(scorecardEvents)),
  readerOf(codecOf(letterEvents)),
];
const told: ReadonlySet<string> = TOLD_TYPES;
const readerByName = new Map<string, EventReader<ToldEvent>>(
  readers.flatMap((reader) =>
    reader.storedNames.filter((name) => told.has(name.split('.')[0] ?? '')).map((name) => [name, reader] as const),
  ),
);

/** Reads the events that people are told of, whichever context's they are. */
const reader: EventReader<ToldEvent> = {
  storedNames: [...readerByName.keys()],
  read(recorded) {
    const ofItsContext = readerByName.get(recorded.type);
    if (ofItsContext === undefined) throw new TypeError(`${recorded.type} is not told to people`);
    return ofItsContext.read(recorded);
  },
};

/** The process manager that turns events into messages. What was recorded before it first ran is history. */
export function notificationProcesses(people: TellPeople): readonly HostedProcess[] {
  const telling: HostedProcess<null, ToldEvent, Tell> = {
    manager: toldEvents,
    reader,
    begins: 'at-the-head',
    dispatch: (dispatched) => people.tell(dispatched),
  };
  return [telling];
}
