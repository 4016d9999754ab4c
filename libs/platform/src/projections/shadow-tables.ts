import pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { compareTables, type TableComparison } from './table-comparison.js';

const LIVE = 'read_model';
const quoted = (name: string): string => pg.escapeIdentifier(name);

/** A second set of a projection's tables in a schema of its own, with the same names, keys, indexes and rights as the live ones. */
export class ShadowTables {
  readonly #schema: string;

  constructor(
    projectionName: string,
    private readonly tables: readonly string[],
  ) {
    this.#schema = `rebuild_${projectionName}`;
  }

  /** Makes the tables anew, empty, without keys and indexes; what an interrupted rebuild left behind is removed first. */
  async create(dataSource: DataSource): Promise<void> {
    await dataSource.transaction(async (manager) => {
      await this.#refuseWhatCannotBeCopied(manager);
      await manager.query(`drop schema if exists ${quoted(this.#schema)} cascade`);
      await manager.query(`create schema ${quoted(this.#schema)}`);
      for (const table of this.tables) await this.#createLike(manager, table);
    });
  }

  /** Empties the tables in the transaction that will fill them. */
  async truncate(manager: EntityManager): Promise<void> {
    if (this.tables.length > 0) await manager.query(`truncate ${this.tables.map((table) => this.place(table)).join(', ')}`);
  }

  /** Makes keys and indexes, which takes far less once the tables are full than while they are being filled. */
  async addKeys(manager: EntityManager): Promise<void> {
    for (const table of this.tables) await this.#addKeysTo(manager, table);
  }

  /**
   * Lets unqualified names of this transaction mean these tables. The live ones are out of sight: a projection that writes to a
   * table it has not listed fails here, instead of writing to the live one.
   */
  async use(manager: EntityManager): Promise<void> {
    const settings = [
      ['search_path', `${quoted(this.#schema)}, app, log, public`],
      ['statement_timeout', '0'],
      ['synchronous_commit', 'off'],
    ];
    await manager.query(`select set_config(name, value, true) from unnest($1::text[], $2::text[]) as setting(name, value)`, [
      settings.map(([name]) => name),
      settings.map(([, value]) => value),
    ]);
  }

  /** The qualified name of a table in this schema. */
  place(table: string): string {
    return `${quoted(this.#schema)}.${quoted(table)}`;
  }

  /** Lets the planner know how full the tables are, before readers meet them. */
  async analyze(dataSource: DataSource): Promise<void> {
    for (const table of this.tables) await dataSource.query(`analyze ${this.place(table)}`);
  }

  /** Compares each table with the live one. */
  async compare(manager: EntityManager): Promise<readonly TableComparison[]> {
    const comparisons: TableComparison[] = [];
    for (const table of this.tables) {
      comparisons.push({ name: table, ...(await compareTables(manager, live(table), this.place(table))) });
    }
    return comparisons;
  }

  /** Puts these tables in the place of the live ones, for all readers at once when the transaction commits. */
  async replaceLive(manager: EntityManager): Promise<void> {
    if (this.tables.length > 0) await manager.query(`lock table ${this.tables.map(live).join(', ')} in access exclusive mode`);
    for (const table of this.tables) {
      const serials = await serialsOf(manager, table);
      for (const serial of serials) await manager.query(`alter sequence ${serial.sequence} owned by none`);
      await manager.query(`drop table ${live(table)}`);
      await manager.query(`alter table ${this.place(table)} set schema ${LIVE}`);
      for (const serial of serials) {
        await manager.query(`alter sequence ${serial.sequence} owned by ${live(table)}.${quoted(serial.column)}`);
      }
    }
  }

  /** Removes the tables, unless they have become the live ones. */
  async drop(dataSource: DataSource): Promise<void> {
    await dataSource.query(`drop schema if exists ${quoted(this.#schema)} cascade`);
  }

  async #refuseWhatCannotBeCopied(manager: EntityManager): Promise<void> {
    const rows: { table: string; what: string }[] = await manager.query(NOT_COPIED, [this.tables, LIVE]);
    const [first] = rows;
    if (first !== undefined) {
      throw new Error(
        `the table ${first.table} cannot be rebuilt: ${first.what}; read models have neither foreign keys, triggers nor views`,
      );
    }
  }

  async #createLike(manager: EntityManager, table: string): Promise<void> {
    const shadow = this.place(table);
    await manager.query(`create table ${shadow} (like ${live(table)} including all excluding indexes)`);
    const grants: { statement: string }[] = await manager.query(RIGHTS, [live(table), shadow]);
    for (const { statement } of grants) await manager.query(statement);
  }

  async #addKeysTo(manager: EntityManager, table: string): Promise<void> {
    const shadow = this.place(table);
    // Copied by name, which LIKE does not: later migrations and `on conflict on constraint` go by the names.
    const keys: { name: string; definition: string }[] = await manager.query(KEYS, [live(table)]);
    for (const key of keys) await manager.query(`alter table ${shadow} add constraint ${quoted(key.name)} ${key.definition}`);
    const indexes: { definition: string }[] = await manager.query(INDEXES, [live(table)]);
    for (const { definition } of indexes) {
      await manager.query(
        definition.replace(
          /^(CREATE (?:UNIQUE )?INDEX .+? ON (?:ONLY )?)\S+ USING/,
          (_, head: string) => `${head}${shadow} USING`,
        ),
      );
    }
  }
}

const live = (table: string): string => `${LIVE}.${quoted(table)}`;

/** Sequences behind `serial` columns: unlike those of identity columns they are shared by the copy, and must outlive the old table. */
function serialsOf(manager: EntityManager, table: string): Promise<{ sequence: string; column: string }[]> {
  return manager.query(SERIALS, [live(table)]);
}

const SERIALS = `
  select d.objid::regclass::text as sequence, a.attname as column
    from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S'
    join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
   where d.refobjid = $1::regclass and d.deptype = 'a' and d.classid = 'pg_class'::regclass`;

const KEYS = `
  select conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where conrelid = $1::regclass and contype in ('p', 'u', 'x') order by contype, conname`;

const INDEXES = `
  select pg_get_indexdef(i.indexrelid) as definition
    from pg_index i
   where i.indrelid = $1::regclass and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`;

/** Statements that give the copy its owner and everybody's rights, on the table and on the sequences of its identity columns. */
const RIGHTS = `
  with pairs as (
    select $1::text::regclass as live, $2::text as copy, 'table' as kind
    union all
    select pg_get_serial_sequence($1::text, attname)::regclass, pg_get_serial_sequence($2::text, attname), 'sequence'
      from pg_attribute where attrelid = $1::text::regclass and attidentity <> '' and not attisdropped
  )
  select format('grant %s on %s %s to %s%s', acl.privilege_type, pairs.kind, pairs.copy,
                case acl.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(acl.grantee)) end,
                case when acl.is_grantable then ' with grant option' else '' end) as statement
    from pairs join pg_class c on c.oid = pairs.live, aclexplode(c.relacl) acl
   where acl.grantee <> c.relowner
  union all
  select format('alter table %s owner to %I', $2::text, pg_get_userbyid(relowner))
    from pg_class where oid = $1::text::regclass and pg_get_userbyid(relowner) <> current_user`;

const NOT_COPIED = `
  with mine as (select oid, relname from pg_class where relname = any($1) and relnamespace = $2::regnamespace)
  select mine.relname as table, 'it has or is the target of the foreign key ' || conname as what
    from pg_constraint c join mine on mine.oid in (c.conrelid, c.confrelid) where contype = 'f'
  union all
  select mine.relname, 'it has the trigger ' || tgname from pg_trigger t join mine on mine.oid = t.tgrelid where not tgisinternal
  union all
  select mine.relname, 'a view or rule reads it'
    from pg_depend d join mine on mine.oid = d.refobjid
   where d.refclassid = 'pg_class'::regclass and d.classid = 'pg_rewrite'::regclass`;
