import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { type PersonsWork, ReadWorkList } from '#assessment/contract.js';
import { ListBulkEntries } from '#bulk-entry/contract.js';
import { type Person, roleMay } from '#identity/contract.js';
import { ListLetters } from '#letters/contract.js';
import { ListPanels, ReadPanel } from '#moderation/contract.js';
import { FailingMessages } from '#notifications/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { DeadLetters } from '#platform/process-managers/dead-letters.js';
import { ListScorecards } from '#publication/contract.js';
import { ListSelfAssessments } from '#self-assessment/contract.js';
import { byDay, type WorkItem } from '../core/work-item.js';
import { assessmentWork, type UndatedWork } from './assessment-work.js';
import {
  bulkEntryItem,
  embargoItems,
  failingMessagesItem,
  givenUpItems,
  letterItem,
  selfAssessmentItem,
} from './document-work.js';
import { isOfOwnPanel, panelItem } from './panel-work.js';

/** Everything that waits for somebody. */
export interface AllWork extends PersonsWork {
  /** The same and the rest as one list: self-assessments, sittings, letters, editions under embargo, commands given up. */
  readonly byDate: readonly WorkItem[];
}

/** What waits for a person in the role they act in. Each part is asked of its own context, which settles what they may see. */
export class ReadWork extends Query<AllWork> {
  constructor(readonly person: Person) {
    super();
  }
}

@QueryHandler(ReadWork)
export class ReadWorkHandler implements IQueryHandler<ReadWork> {
  private readonly deadLetters: DeadLetters;

  constructor(
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FailingMessages) private readonly failing: FailingMessages,
    @Inject(DataSource) dataSource: DataSource,
  ) {
    this.deadLetters = new DeadLetters(dataSource);
  }

  async execute({ person }: ReadWork): Promise<AllWork> {
    const today = this.clock.today();
    const [work, ...others] = await Promise.all([
      this.queries.execute(new ReadWorkList(person)),
      this.#selfAssessments(person),
      this.#panels(person, today),
      this.#letters(person),
      this.#editions(person),
      this.#givenUp(person),
      this.#bulkEntries(person),
    ]);
    return { ...work, byDate: byDay([...assessmentWork(person, work, today), ...others.flat()], today) };
  }

  async #selfAssessments(person: Person): Promise<readonly UndatedWork[]> {
    const status = roleMay(person, 'self-assessment.fill') ? 'in-preparation' : 'in-review';
    const all = await this.queries.execute(new ListSelfAssessments(person, { status }));
    return all.flatMap((one) => selfAssessmentItem(person, one) ?? []);
  }

  async #panels(person: Person, today: string): Promise<readonly UndatedWork[]> {
    const toCome = await Promise.all(
      ['convened', 'open'].map((status) => this.queries.execute(new ListPanels(person, { status }))),
    );
    const own = toCome.flat().filter((panel) => isOfOwnPanel(person, panel));
    const panels = await Promise.all(own.map(({ id }) => this.queries.execute(new ReadPanel(person, id))));
    return panels.flatMap((panel) => (panel && panelItem(person, panel, today)) ?? []);
  }

  async #letters(person: Person): Promise<readonly UndatedWork[]> {
    const { area } = person;
    const isOffice = area.kind === 'office' && roleMay(person, 'letter.draft');
    if (!isOffice && !(area.kind === 'organisation' && roleMay(person, 'letter.check'))) return [];
    const letters = await this.queries.execute(new ListLetters(person, { [area.kind]: area.code, status: 'draft' }));
    return letters.flatMap((letter) => letterItem(person, letter) ?? []);
  }

  /** Auditors see every edition, and have nothing to do with any. */
  async #editions(person: Person): Promise<readonly UndatedWork[]> {
    if (person.role === 'auditor') return [];
    const scorecards = await this.queries.execute(new ListScorecards(person));
    return scorecards.flatMap((scorecard) => embargoItems(person, scorecard));
  }

  async #givenUp(person: Person): Promise<readonly UndatedWork[]> {
    const [commands, messages] = await Promise.all([
      roleMay(person, 'projection.operate') ? this.deadLetters.list() : [],
      roleMay(person, 'message.operate') ? this.failing.list() : [],
    ]);
    return [...givenUpItems(commands), ...failingMessagesItem(messages)];
  }

  /** Auditors see every entry, and have nothing to do with any. */
  async #bulkEntries(person: Person): Promise<readonly UndatedWork[]> {
    if (person.role === 'auditor' || !roleMay(person, 'bulk-entry.read')) return [];
    const entries = await this.queries.execute(new ListBulkEntries(person));
    return entries.flatMap((entry) => bulkEntryItem(person, entry) ?? []);
  }
}
