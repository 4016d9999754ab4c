import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Person } from '#identity/contract.js';
import { mayNotRecord } from '#moderation/contract.js';
import { type PanelView, type PapersView, ReadPanel, ReadPapers } from '#moderation/queries.js';
import { problem } from '../../edge/problem.js';
import type { PageMoment } from '../reading/page-moments.js';

/** Which read models the pages of a sitting are made of besides its own stream. */
export const SITTING_SHOWN_BY = ['panels', 'assessments', 'sitting-decisions'];

type At = Pick<PageMoment, 'asAt' | 'effectiveOn'>;

/** Reads sittings for pages, as the person looking may see them. */
@Injectable()
export class Sittings {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  /** A sitting; one not yours to see is one that is not there. */
  async find(person: Person, id: string, moment: Partial<At> = {}): Promise<PanelView> {
    const asked = { position: moment.asAt, effectiveOn: moment.effectiveOn };
    const panel = await this.queries.execute(new ReadPanel(person, id, asked));
    if (panel === undefined) throw notThere(id);
    return panel;
  }

  /** What lies before it. */
  async papers(person: Person, id: string, moment: Partial<At> = {}): Promise<PapersView> {
    const papers = await this.queries.execute(new ReadPapers(person, id, { position: moment.asAt }));
    if (papers === undefined) throw notThere(id);
    return papers;
  }
}

/** Whether the person records this sitting: its chair's or secretary's part. */
export const mayRecord = (person: Person, panel: PanelView): boolean =>
  mayNotRecord(person, 'panel.record', { ...panel, region: panel.region ?? undefined }) === undefined;

const notThere = (id: string) => problem('not-found', `There is no sitting ${id}, or it is not yours to see.`);
