import { Inject, Injectable } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Person } from '../core/person.js';
import { AccessLog, type ReadingsQuestion, type RecordedReading } from '../read/access-log.js';

/** What auditors read, the latest first: their own; that of all of them for an auditor of all of England. */
export class ReadAccessLog extends Query<readonly RecordedReading[]> {
  constructor(
    readonly person: Person,
    readonly question: ReadingsQuestion,
  ) {
    super();
  }
}

@QueryHandler(ReadAccessLog)
@Injectable()
export class ReadAccessLogHandler implements IQueryHandler<ReadAccessLog> {
  constructor(@Inject(AccessLog) private readonly log: AccessLog) {}

  execute({ person, question }: ReadAccessLog): Promise<readonly RecordedReading[]> {
    const seesAll = person.area.kind === 'england';
    return this.log.list(seesAll ? question : { ...question, person: person.id });
  }
}
