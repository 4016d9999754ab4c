import type { RecordedEvent } from './port.js';
import { KnownCommands } from './known-commands.js';

type Placed = Pick<RecordedEvent, 'revision' | 'metadata'>;

const by = (commandId: string, revision: number): Placed => ({
  revision: BigInt(revision),
  metadata: { actor: 'p', role: 'r', commandId, commandHash: 'h', correlationId: 'c', causationId: 'c' },
});

/** A stream as it lies in the store, and the revisions after which it was asked for. */
function streamOf(...events: Placed[]) {
  const asked: bigint[] = [];
  const readTail = (_stream: string, after: bigint): Promise<readonly Placed[]> => {
    asked.push(after);
    return Promise.resolve(events.filter(({ revision }) => revision > after));
  };
  return { events, asked, commands: new KnownCommands(readTail) };
}

describe('the commands of a stream', () => {
  it('are looked up once as far as a revision, and after that only where the stream has grown', async () => {
    const { events, asked, commands } = streamOf(by('a', 0), by('a', 1), by('b', 2));
    expect(await commands.find('s', 'b', 2n)).toBe(2n);
    expect(await commands.find('s', 'a', 'end')).toBe(0n);
    expect(await commands.find('s', 'c', 2n)).toBeUndefined();
    events.push(by('c', 3));
    expect(await commands.find('s', 'c', 2n)).toBeUndefined();
    expect(await commands.find('s', 'c', 3n)).toBe(3n);
    expect(await commands.find('s', 'd', 'end')).toBeUndefined();
    expect(asked).toEqual([-1n, 2n, 3n]);
  });

  it('are known without a look when they were read or appended here', () => {
    const { asked, commands } = streamOf();
    commands.learn('s', [by('a', 0), by('b', 1)]);
    commands.appended('s', 'c', 2n, 4n);
    commands.learn('s', [by('c', 4), by('d', 5)]);
    expect(['a', 'b', 'c', 'd', 'e'].map((id) => commands.find('s', id, 5n))).toEqual([0n, 1n, 2n, 5n, undefined]);
    expect(asked).toEqual([]);
  });

  it('are not taken from a part that leaves a gap', async () => {
    const { asked, commands } = streamOf(by('a', 0), by('b', 1), by('c', 2), by('d', 3));
    commands.learn('s', [by('c', 2)]);
    commands.appended('s', 'd', 3n, 3n);
    expect(await commands.find('s', 'b', 3n)).toBe(1n);
    expect(asked).toEqual([-1n]);
  });
});
