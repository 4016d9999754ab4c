import type { DataSource } from 'typeorm';
import type { MessageKind } from '../core/message-kinds.js';

/** What people chose not to be sent by e-mail. In the service they are told of everything. */
export class MessageChoices {
  constructor(private readonly dataSource: DataSource) {}

  /** The kinds a person does not get by e-mail. */
  async notByEmail(person: string): Promise<readonly MessageKind[]> {
    const rows = await this.dataSource.query<{ readonly kind: MessageKind }[]>(
      'select kind from app.notification_choices where person = $1 order by kind',
      [person],
    );
    return rows.map(({ kind }) => kind);
  }

  /** Puts these kinds in place of those chosen before; it counts for messages from now on. */
  async choose(person: string, notByEmail: readonly MessageKind[]): Promise<void> {
    await this.dataSource.query(
      `with gone as (delete from app.notification_choices where person = $1 and kind <> all($2::text[]))
       insert into app.notification_choices (person, kind) select $1, kind from unnest($2::text[]) as kind on conflict do nothing`,
      [person, [...new Set(notByEmail)]],
    );
  }
}
