/**
 * Immutable collections for folds that grow by one thing at a time. The versions of one share their memory, so adding to the
 * latest costs the same however much it holds, where a copy would cost as much as there is. Adding to an older version, and
 * changing what is there, copies.
 */

/** A list that grows at its end. */
export class GrowingList<Item> implements Iterable<Item> {
  /** Behind this version's own items lie those that later versions added. */
  readonly #shared: Item[];
  readonly length: number;

  private constructor(shared: Item[]) {
    this.#shared = shared;
    this.length = shared.length;
  }

  static empty<Item>(): GrowingList<Item> {
    return new GrowingList<Item>([]);
  }

  /** The list with one more item. */
  with(item: Item): GrowingList<Item> {
    const shared = this.#shared.length === this.length ? this.#shared : this.toArray();
    shared.push(item);
    return new GrowingList(shared);
  }

  toArray(): Item[] {
    return this.#shared.slice(0, this.length);
  }

  [Symbol.iterator](): Iterator<Item> {
    return this.toArray()[Symbol.iterator]();
  }
}

/** A map in the order its keys were first given. */
export class GrowingMap<Key, Value> implements Iterable<readonly [Key, Value]> {
  /** Behind this version's own entries lie those that later versions added. */
  readonly #shared: Map<Key, Entry<Value>>;
  readonly size: number;

  private constructor(shared: Map<Key, Entry<Value>>) {
    this.#shared = shared;
    this.size = shared.size;
  }

  static empty<Key, Value>(): GrowingMap<Key, Value> {
    return new GrowingMap<Key, Value>(new Map());
  }

  /** The map with this value under this key. */
  with(key: Key, value: Value): GrowingMap<Key, Value> {
    const isLatest = this.#shared.size === this.size;
    const shared = isLatest && !this.#shared.has(key) ? this.#shared : new Map(this.#entries());
    shared.set(key, { value, place: shared.get(key)?.place ?? shared.size });
    return new GrowingMap(shared);
  }

  get(key: Key): Value | undefined {
    const entry = this.#shared.get(key);
    return entry !== undefined && entry.place < this.size ? entry.value : undefined;
  }

  has(key: Key): boolean {
    return (this.#shared.get(key)?.place ?? this.size) < this.size;
  }

  keys(): Key[] {
    return this.#entries().map(([key]) => key);
  }

  values(): Value[] {
    return this.#entries().map(([, { value }]) => value);
  }

  [Symbol.iterator](): Iterator<readonly [Key, Value]> {
    return this.#entries()
      .map(([key, { value }]) => [key, value] as const)
      [Symbol.iterator]();
  }

  #entries(): [Key, Entry<Value>][] {
    return [...this.#shared].slice(0, this.size);
  }
}

interface Entry<Value> {
  readonly value: Value;
  /** Counted from 0 in the order of the keys. */
  readonly place: number;
}
