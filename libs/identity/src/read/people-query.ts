import type { DataSource } from 'typeorm';
import type { BusinessDate } from '#kernel/business-date.js';
import { foldedRows, type KnownRow } from '#platform/projections/folded-rows.js';
import type { PersonKind } from '../core/person/events.js';
import { type Grant, type GrantStanding, standingOf } from '../core/person/state.js';
import { areaCode, type Role } from '../core/person.js';
import { type KnownPeople, PEOPLE, type PersonMoment } from './known-people.js';
import { PeopleRegister } from './people-register.js';

/** A grant as readers are told. */
export interface GrantView extends Grant {
  /** On the day asked about. */
  readonly standing: GrantStanding;
}

/** Somebody the service knows, as readers are told. */
export interface PersonView {
  readonly id: string;
  readonly kind: PersonKind;
  /** What is filed now, whichever moment is asked about; null where nothing is. */
  readonly name: string | null;
  readonly email: string | null;
  /** In the order granted. */
  readonly grants: readonly GrantView[];
  readonly timeline: readonly PersonMoment[];
}

/** Which people. */
export interface PeopleQuestion {
  /** Those who hold the role, in force on the day. */
  readonly role?: Role | undefined;
  /** Those who hold a role over the area of that code, in force on the day; `england` for all of it. */
  readonly area?: string | undefined;
  /** Part of a name, an e-mail address or an id, whatever its case. */
  readonly q?: string | undefined;
  /** What had been recorded by that position. */
  readonly asAt?: bigint | undefined;
}

/** Answers questions about people and their grants from the read model, and about their names from the side table. */
export class PeopleQuery {
  private readonly register: PeopleRegister;

  constructor(private readonly dataSource: DataSource) {
    this.register = new PeopleRegister(dataSource);
  }

  /** One of them, as their grants stand on a day; undefined where nobody had registered them by then. */
  async find(id: string, day: BusinessDate, asAt?: bigint): Promise<PersonView | undefined> {
    const rows = await foldedRows<KnownPeople>(this.dataSource, PEOPLE, { asAt, where: 'key = $2', parameters: [id] });
    return (await this.#views(rows, day))[0];
  }

  /** Those asked for, by name. */
  async list({ role, area, q, asAt }: PeopleQuestion, day: BusinessDate): Promise<readonly PersonView[]> {
    const rows = await foldedRows<KnownPeople>(this.dataSource, PEOPLE, { asAt });
    const sought = q?.toLowerCase();
    const holds = (grant: GrantView): boolean =>
      grant.standing === 'in-force' &&
      (role === undefined || grant.role === role) &&
      (area === undefined || areaCode(grant.area) === area);
    return (await this.#views(rows, day))
      .filter(({ grants }) => (role === undefined && area === undefined) || grants.some(holds))
      .filter((view) => sought === undefined || wordsOf(view).some((word) => word.toLowerCase().includes(sought)))
      .sort((one, other) => (one.name ?? one.id).localeCompare(other.name ?? other.id, 'en') || (one.id < other.id ? -1 : 1));
  }

  async #views(rows: readonly KnownRow<KnownPeople>[], day: BusinessDate): Promise<PersonView[]> {
    const filed = await this.register.particularsOf(rows.map(({ key }) => key));
    return rows.flatMap(({ key: id, known: { state, timeline } }) => {
      if (state.status === 'unknown') return [];
      const { name = null, email = null } = filed.get(id) ?? {};
      const grants = state.grants.map((grant) => ({ ...grant, standing: standingOf(grant, day) }));
      return [{ id, kind: state.kind, name, email, grants, timeline }];
    });
  }
}

const wordsOf = ({ id, name, email }: PersonView): readonly string[] => [id, name ?? '', email ?? ''];
