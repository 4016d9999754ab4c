import type { ClientBase } from 'pg';
import { fly } from '../read-store/flight.js';
import type { CopyChannel } from './copy-channel.js';
import { LineBuffer } from './line-buffer.js';
import { gathering, tableOf } from './pending-writes.js';
import type { RowLines } from './row-lines.js';
import { closing, closingBy, type CopiedLines, copying, retracting } from './table-statements.js';
import type { TableWrites } from './table-writes.js';
import { endOf, type TableShape, type Write } from './writes.js';

/**
 * How many rows of a table are held back because they may yet be closed or put again, and how many ends of rows not held back.
 * With some 25 tables this is most of what a rebuild keeps in memory; 10,000 were no faster and took 80 MB more.
 */
const HELD_BACK = 4_000;
/** Bytes of one COPY, about: each has its own cost. */
const PIECE = 250_000;

/**
 * Fills empty tables that have neither keys nor indexes yet and that nobody reads. Nearly every row is written once, as it
 * stands in the end: it is held back until it is closed. What memory cannot hold back is written as it is, and what becomes of
 * it afterwards waits in tables of its own until the keys stand.
 */
export class BulkLoad {
  readonly #tables: readonly LoadedTable[];
  readonly #gathered: ReadonlyMap<string, TableWrites>;

  /** `place` tells the qualified name of a table. */
  constructor(
    shapes: readonly TableShape[],
    lines: ReadonlyMap<string, RowLines>,
    place: (table: string) => string,
    heldBack = HELD_BACK,
  ) {
    this.#gathered = gathering(shapes, lines);
    this.#tables = [...this.#gathered.values()].map((writes) => new LoadedTable(writes, place, heldBack));
  }

  add(write: Write): void {
    tableOf(write, this.#gathered).add(write);
  }

  /** Sends what need not be held back, where it is much. */
  async send(channel: CopyChannel): Promise<void> {
    for (const table of this.#tables) await table.send(channel);
  }

  /** Sends everything. The tables are then full but for what `amend` does. */
  async sendRest(channel: CopyChannel): Promise<void> {
    for (const table of this.#tables) await table.sendRest(channel);
  }

  /** Tells the rows that were sent too early what became of them; their keys stand by now. */
  async amend(client: ClientBase): Promise<void> {
    for (const table of this.#tables) await table.amend(client);
  }
}

class LoadedTable {
  readonly #shape: TableShape;
  /** Rows put that memory did not hold back, each with its turn: the last one of a key counts. */
  readonly #puts: string;
  /** Ends of rows sent before. */
  readonly #closings: string;
  #turn = 0;
  #closingLines: RowLines | undefined;

  constructor(
    private readonly writes: TableWrites,
    place: (table: string) => string,
    private readonly heldBack: number,
  ) {
    const { name } = writes.shape;
    this.#shape = { ...writes.shape, name: place(name) };
    this.#puts = place(`puts_of_${name}`);
    this.#closings = place(`closings_of_${name}`);
  }

  async send(channel: CopyChannel): Promise<void> {
    this.writes.settle(this.heldBack);
    if (this.writes.bytes > PIECE) await copy(channel, this.#shape.name, this.writes.takeLines());
    if (this.writes.puts > this.heldBack) await this.#sendPuts(channel, this.heldBack / 2);
    if (this.writes.closings > this.heldBack) await this.#sendClosings(channel);
  }

  async sendRest(channel: CopyChannel): Promise<void> {
    this.writes.settle(0);
    await copy(channel, this.#shape.name, this.writes.takeLines());
    if (this.#turn > 0) return this.#sendLastPuts(channel);
    const lines = new LineBuffer();
    for (const line of this.writes.takePutLines(0)) lines.add(line);
    await copy(channel, this.#shape.name, { columns: this.writes.columns, lines: lines.take() });
  }

  async amend(client: ClientBase): Promise<void> {
    const waiting = this.#closingLines === undefined ? [] : [{ text: closingBy(this.#shape, this.#closings, this.#retracts) }];
    const rest = closing(this.#shape, this.writes.takeClosings());
    await fly(client, [...waiting, ...rest, ...retracting(this.#shape, this.writes.takeRetractions())]);
  }

  get #retracts(): boolean {
    return this.writes.columns.includes('retracted_position');
  }

  async #sendPuts(channel: CopyChannel, leave: number): Promise<void> {
    if (this.#turn === 0) await make(channel, this.#puts, `select 0::bigint as turn, * from ${this.#shape.name}`);
    const lines = new LineBuffer();
    for (const line of this.writes.takePutLines(leave)) lines.add(`${String((this.#turn += 1))}\t${line}`);
    await copy(channel, this.#puts, { columns: ['turn', ...this.writes.columns], lines: lines.take() });
  }

  async #sendLastPuts(channel: CopyChannel): Promise<void> {
    await this.#sendPuts(channel, 0);
    const { name, key } = this.#shape;
    const columns = this.writes.columns.join(', ');
    const lastOnes = `select distinct on (${key.join(', ')}) ${columns} from ${this.#puts} order by ${key.join(', ')}, turn desc`;
    await channel.take([{ text: `insert into ${name} (${columns}) ${lastOnes}` }]);
  }

  async #sendClosings(channel: CopyChannel): Promise<void> {
    const ends = this.#retracts ? { to_position: null, retracted_position: null } : { to_position: null };
    if (this.#closingLines === undefined) {
      const columns = [...this.#shape.key, ...Object.keys(ends)].join(', ');
      await make(channel, this.#closings, `select ${columns} from ${this.#shape.name}`);
      this.#closingLines = this.writes.rowLines.anew();
    }
    const lines = new LineBuffer();
    for (const closing of this.writes.takeClosings())
      lines.add(this.#closingLines.lineOf({ ...closing.key, ...ends }, endOf(closing)));
    await copy(channel, this.#closings, { columns: this.#closingLines.columns, lines: lines.take() });
  }
}

/** Makes an empty table of the columns a query gives, for as long as the tables are filled. */
const make = (channel: CopyChannel, name: string, query: string): Promise<void> =>
  channel.take([{ text: `create unlogged table ${name} as ${query} with no data` }]);

const copy = (channel: CopyChannel, table: string, copied: CopiedLines): Promise<void> =>
  channel.take(copying(table, copied, '(freeze)'));
