import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One adopted version of a framework, as the catalogue keeps it. */
@Entity({ name: 'frameworks_v2' })
export class FrameworkVersion {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @PrimaryColumn({ type: 'integer' })
  version!: number;

  /** SHA-256 (hex) of the pack's canonical JSON. */
  @Column({ type: 'text' })
  hash!: string;

  /** The whole pack, as adopted; of today's shape, which `packSchema` checks when it is read. */
  @Column({ type: 'jsonb' })
  pack!: unknown;

  /** The day it was adopted, `YYYY-MM-DD`. */
  @Column({ name: 'adopted_on', type: 'date' })
  adoptedOn!: string;

  /** Where the pack was taken from. */
  @Column({ type: 'text' })
  source!: string;

  /** Why it was adopted, as it was typed. */
  @Column({ type: 'text' })
  reason!: string;

  /** Where the adoption lies in the log. */
  @Column({ name: 'adopted_at_position', type: 'bigint' })
  adoptedAtPosition!: string;
}
