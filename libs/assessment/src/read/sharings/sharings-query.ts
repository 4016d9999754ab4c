import type { DataSource } from 'typeorm';
import { type Page, pageOf } from '../per-assessment/moment.js';
import { type Shown, shownSharings } from '../visible-drafts.js';
import type { SharingEnd } from './sharings-fold.js';

/** A draft shared with an organisation, as lists show it: now. */
export interface SharingOnList {
  readonly sharing: string;
  readonly assessment: string;
  readonly organisation: string;
  readonly organisationName: string;
  readonly framework: string;
  readonly frameworkTitle: string;
  readonly period: string;
  /** The revision that was shared. */
  readonly revision: string;
  readonly items: readonly string[];
  readonly itemLabels: readonly string[];
  /** The meetings and calls whose notes were shared. */
  readonly records: readonly string[];
  readonly opensOn: string;
  /** The last day of the window. */
  readonly closesOn: string;
  readonly endedBy: SharingEnd | null;
  readonly endedOn: string | null;
  readonly comments: number;
  /** How many comments ask for an answer and have none. */
  readonly unanswered: number;
}

/** Which sharings to list, and for whose eyes. */
export interface SharingsQuestion {
  readonly show: Shown;
  readonly organisation?: string | undefined;
  readonly assessment?: string | undefined;
  /** `open`: the window is open today. `unanswered`: a comment waits. `current`: either of them, or a window still to come. */
  readonly standing?: 'open' | 'unanswered' | 'current' | undefined;
  /** Today, for what is open. */
  readonly today: string;
  readonly includeExamples?: boolean | undefined;
  /** The `next` of the page before. */
  readonly after?: string | undefined;
  /** 1 to 500; 100 when left out. */
  readonly limit?: number | undefined;
}

const COLUMNS = `sharing, assessment, organisation, organisation_name as "organisationName", framework,
  framework_title as "frameworkTitle", period, shared_revision as "revision", items, item_labels as "itemLabels", records,
  opens_on as "opensOn", closes_on as "closesOn", ended_by as "endedBy", ended_on as "endedOn", comments, unanswered`;

const IS_NOT_OVER = 'ended_by is null and closes_on >= $5';
const STANDING = `case $4::text when 'open' then ${IS_NOT_OVER} and opens_on <= $5 when 'unanswered' then unanswered > 0
    when 'current' then unanswered > 0 or (${IS_NOT_OVER}) else true end`;

/** What was shared with organisations, and how it stands. */
export class SharingsQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** By the last day of the window, the earliest first. */
  async list(question: SharingsQuestion): Promise<Page<SharingOnList>> {
    const limit = question.limit ?? 100;
    const { show, organisation, assessment, standing, today, after } = question;
    const rows = await this.dataSource.query<SharingOnList[]>(
      `select ${COLUMNS} from sharings_v1
        where ${shownSharings('$1', '$5')} and ($2::text is null or organisation = $2) and ($3::text is null or assessment = $3)
          and ${STANDING} and ($6::boolean or organisation_kind <> 'example')
          and ($7::text is null or (closes_on, sharing) > (select last.closes_on, last.sharing from sharings_v1 last where last.sharing = $7))
        order by closes_on, sharing limit $8`,
      [
        ...[show, organisation ?? null, assessment ?? null, standing ?? null, today],
        ...[question.includeExamples ?? (organisation !== undefined || assessment !== undefined), after ?? null, limit + 1],
      ],
    );
    return pageOf(rows, limit, ({ sharing }) => sharing);
  }
}
