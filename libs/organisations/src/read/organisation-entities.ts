import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RegisteredOrganisation } from '../core/organisation/state.js';

/** All that was known of an organisation from one event to the next. */
@Entity({ schema: 'read_model', name: 'organisations_v2' })
export class OrganisationEntity {
  @PrimaryColumn('text')
  declare code: string;

  /** The position of the event after which it was known. */
  @PrimaryColumn('bigint', { name: 'from_position' })
  declare fromPosition: string;

  /** The position of the event after which something else was known; null while this is what is known. */
  @Column('bigint', { name: 'to_position', nullable: true })
  declare toPosition: string | null;

  @Column('boolean')
  declare example: boolean;

  @Column('date', { name: 'opened_on', nullable: true })
  declare openedOn: string | null;

  @Column('date', { name: 'closed_on', nullable: true })
  declare closedOn: string | null;

  @Column('text', { name: 'merged_into', nullable: true })
  declare mergedInto: string | null;

  @Column('date', { name: 'merged_on', nullable: true })
  declare mergedOn: string | null;

  @Column('text', { name: 'ons_codes', array: true })
  declare onsCodes: string[];

  /** The folded stream, as `core/organisation/state.ts` shapes it. */
  @Column('jsonb')
  declare known: RegisteredOrganisation;
}

/** A stretch of days in which, as far as known between two positions, nothing of an organisation changed. */
@Entity({ schema: 'read_model', name: 'organisation_periods_v2' })
export class OrganisationPeriodEntity {
  @PrimaryColumn('text')
  declare code: string;

  /** Its first day; `-infinity` when no source gives the opening. */
  @PrimaryColumn('date', { name: 'valid_from' })
  declare validFrom: string;

  @PrimaryColumn('bigint', { name: 'from_position' })
  declare fromPosition: string;

  @Column('bigint', { name: 'to_position', nullable: true })
  declare toPosition: string | null;

  @Column('date', { name: 'valid_until', nullable: true })
  declare validUntil: string | null;

  @Column('boolean')
  declare example: boolean;

  @Column('text')
  declare kind: string;

  @Column('text')
  declare name: string;

  @Column('text', { nullable: true })
  declare office: string | null;

  @Column('text', { nullable: true })
  declare region: string | null;
}
