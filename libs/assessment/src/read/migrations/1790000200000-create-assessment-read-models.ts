import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The read models of assessments, each with two tables in which its fold keeps what it needs between batches. */
export class CreateAssessmentReadModels1790000200000 implements MigrationInterface {
  readonly name = 'CreateAssessmentReadModels1790000200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(table);
    for (const fold of FOLDS) for (const kept of keptTables(fold)) await runner.query(kept);
    for (const index of INDEXES) await runner.query(index);
    await runner.query(
      `grant select, insert, update, delete on ${NAMES.map((name) => `read_model.${name}`).join(', ')} to checkpoint_app`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table ${NAMES.map((name) => `read_model.${name}`).join(', ')}`);
  }
}

const FOLDS = ['assessments', 'work_list', 'domain_status', 'rating_history', 'moderation_trail'] as const;

const NAMES = [
  ...['assessments_v1', 'work_list_v1', 'actions_v1', 'domain_status_v1', 'rating_history_v1', 'moderation_trail_v1'],
  ...FOLDS.flatMap((fold) => [`${fold}_kept_v1`, `${fold}_terms_v1`]),
];

const keptTables = (fold: string): readonly string[] => [
  `create table read_model.${fold}_kept_v1 (assessment text collate "C" primary key, kept json not null)`,
  `create table read_model.${fold}_terms_v1 (digest text collate "C" primary key, terms json not null)`,
];

/** Whose row it is. Ratings, periods and codes are ids: compared byte by byte. */
const ABOUT = `
  assessment text collate "C" not null,
  organisation text collate "C" not null,
  organisation_kind text not null,
  office text collate "C" not null,
  region text collate "C" not null,
  period text collate "C" not null,
  period_order integer not null`;

/** When a row held: superseded at \`to_position\`, and no longer to be counted at all from \`retracted_position\`. */
const HELD = `
  from_position bigint not null,
  to_position bigint,
  retracted_position bigint`;

/** How a judgement is told, in the history and in the trail. */
const JUDGEMENT = `
  reason text,
  explanation text,
  certainty text,
  decided_by text[] not null,
  recorded_by text not null,
  recorded_at text not null,
  revision bigint not null,
  judged_revision bigint,
  recorded_since json not null`;

const TABLES = [
  `create table read_model.assessments_v1 (${ABOUT},
    organisation_name text not null, office_name text not null, region_name text not null,
    framework text collate "C" not null, framework_version integer not null, framework_title text not null,
    terms text collate "C" not null, cadence text not null,
    status text not null, stage_due text, round integer not null,
    revision bigint not null, position bigint not null, recorded_at text not null,
    opened_on text, planned_for text, checkpoint text not null, submitted_on text,
    ratings json not null, missing text[] not null,
    headline_computed text, headline_override text, headline_result text, headline_label text, headline_certainty text,
    open_actions integer not null, next_action_due text,
    primary key (assessment))`,
  `create table read_model.work_list_v1 (${ABOUT},
    organisation_name text not null, framework text collate "C" not null, framework_title text not null,
    status text not null, round integer not null, waits_for text, task text, waiting_since text,
    checkpoint text not null, planned_for text, missing text[] not null,
    returned_by text, returned_items text[] not null,
    revision bigint not null, position bigint not null,
    primary key (assessment))`,
  `create table read_model.actions_v1 (${ABOUT},
    action text collate "C" not null, item text, item_label text, description text not null, owner text not null,
    due text not null, agreed_on text not null, status text not null, completed_on text, last_note text,
    recorded_at text not null, revision bigint not null, ${HELD},
    primary key (action, from_position))`,
  `create table read_model.domain_status_v1 (${ABOUT},
    organisation_name text not null, year text collate "C" not null,
    framework text collate "C" not null, framework_title text not null,
    item text collate "C" not null, line text collate "C" not null,
    item_label text not null, item_short_label text, item_kind text, item_order integer not null,
    rating text, rating_label text, stage text not null, visibility text not null, round integer,
    basis text, certainty text, explanation text, computed_rating text, empty_reason text,
    scale text, evidence text, source text, published_label text, published_on text, business_date text collate "C",
    revision bigint not null, recorded_at text not null, ${HELD},
    primary key (assessment, item, line, from_position))`,
  `create table read_model.rating_history_v1 (${ABOUT},
    position bigint not null, organisation_name text not null, framework text collate "C" not null,
    item text collate "C" not null, item_label text not null,
    from_rating text, from_label text, to_rating text, to_label text,
    stage text not null, kind text not null, round integer, decided_on text collate "C",
    fact text, evidence text, source text, published_label text, ${JUDGEMENT}, retracted_position bigint,
    primary key (position, item))`,
  `create table read_model.moderation_trail_v1 (
    assessment text collate "C" not null, organisation text collate "C" not null,
    office text collate "C" not null, region text collate "C" not null,
    position bigint not null, round integer not null,
    item text collate "C" not null, item_label text not null, item_order integer not null,
    stage text not null, outcome text not null,
    from_rating text, from_label text, to_rating text, to_label text,
    decided_on text not null, panel text, reference text, ${JUDGEMENT},
    primary key (assessment, position, item))`,
];

const INDEXES = [
  'create index assessments_v1_organisation on read_model.assessments_v1 (organisation, period_order)',
  'create index assessments_v1_period on read_model.assessments_v1 (period, region, office)',
  'create index work_list_v1_waits_for on read_model.work_list_v1 (waits_for, region, office) where waits_for is not null',
  'create index actions_v1_organisation on read_model.actions_v1 (organisation, period_order)',
  'create index actions_v1_assessment on read_model.actions_v1 (assessment)',
  'create index domain_status_v1_organisation on read_model.domain_status_v1 (organisation, year)',
  'create index domain_status_v1_period on read_model.domain_status_v1 (period, organisation)',
  'create index rating_history_v1_organisation on read_model.rating_history_v1 (organisation, position)',
  'create index rating_history_v1_assessment on read_model.rating_history_v1 (assessment)',
];
