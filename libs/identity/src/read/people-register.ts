import type { DataSource } from 'typeorm';

/** A name filed under a person's id. */
export interface FiledName {
  readonly id: string;
  readonly name: string;
}

/** What stands beside the log about a person. */
export interface Particulars extends FiledName {
  readonly email: string | null;
}

/** The side table of names: events hold ids, pages show names. */
export class PeopleRegister {
  constructor(private readonly dataSource: DataSource) {}

  /** Files names under their ids; filing the same again changes nothing. */
  async file(people: readonly FiledName[]): Promise<void> {
    if (people.length === 0) return;
    await this.dataSource.query(
      `insert into app.people (id, name)
       select person.id, person.name from unnest($1::text[], $2::text[]) as person (id, name)
       on conflict (id) do update set name = excluded.name where people.name <> excluded.name`,
      [people.map(({ id }) => id), people.map(({ name }) => name)],
    );
  }

  /** Files where somebody is written to; null takes it away. Nothing where no name of them is filed. */
  async fileEmail(id: string, email: string | null): Promise<void> {
    await this.dataSource.query('update app.people set email = $2 where id = $1', [id, email]);
  }

  /** The names of the given people; an id nobody filed a name for is left out. */
  async namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const particulars = await this.particularsOf(ids);
    return new Map([...particulars].map(([id, { name }]) => [id, name]));
  }

  /** What stands beside the log about the given people; an id nobody filed a name for is left out. */
  async particularsOf(ids: readonly string[]): Promise<ReadonlyMap<string, Particulars>> {
    if (ids.length === 0) return new Map();
    const rows = await this.dataSource.query<Particulars[]>('select id, name, email from app.people where id = any($1::text[])', [
      [...new Set(ids)],
    ]);
    return new Map(rows.map((row) => [row.id, row]));
  }
}
