import type { INestApplicationContext } from '@nestjs/common';
import {
  assessmentDecider,
  assessmentCodec,
  type AssessmentCommand,
  type AssessmentEvent,
  evolve,
} from '#assessment/contract.js';
import { assessmentStream, compute } from '#assessment/application/assessment-decisions.js';
import { initialState } from '#assessment/contract.js';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue, type FrameworkForPeriod } from '#frameworks/contract.js';
import { commandIdOf, derivedId } from '#kernel/ids.js';
import { isRefusal } from '#kernel/refusal.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { originOf } from '#platform/decisions/command-identity.js';
import type { CheckpointWatch } from '#platform/projections/checkpoint-watch.js';
import type { EventStore } from '#platform/event-store/port.js';
import { CHECKPOINT_WATCH, EVENT_STORE } from '#platform/service/tokens.js';
import { toNewEvent } from '#platform/text-sealing/event-sealing.js';
import { openingFacts } from '#assessment/application/opening-facts.js';

/** Which assessments are to be there, and how each item of each is rated. */
export interface JudgedNation {
  readonly organisations: readonly string[];
  readonly framework: string;
  readonly period: string;
  /** The rating of an item; the best of its scale unless it says otherwise. */
  readonly rate?: (organisation: string, item: FrameworkForPeriod['items'][number]) => string | undefined;
  /** Judged by the stages before this one, which is due; by all of them unless it says so. */
  readonly before?: FrameworkForPeriod['stages'][number];
}

const PATIENCE_MS = 30_000;
const TODAY = '2026-01-05';
const CONSULTED = { board: 'The Health and Wellbeing Board', consultedOn: TODAY, view: 'satisfied' };
const decider = assessmentDecider(compute);

/**
 * Puts judged assessments into the log as the stages would have: each decision is the decider's own, and each stream is written
 * by one append, so that a whole nation takes a second. Resolves when all read models show them, with the last one's position.
 */
export async function judge(application: INestApplicationContext, nation: JudgedNation): Promise<bigint> {
  const { framework, period, organisations } = nation;
  const catalogue = application.get<FrameworkCatalogue>(FRAMEWORK_CATALOGUE, { strict: false });
  const directory = application.get(OrganisationDirectory, { strict: false });
  const store = application.get<EventStore>(EVENT_STORE, { strict: false });
  const positions = await Promise.all(
    organisations.map(async (organisation) => {
      const facts = await openingFacts(directory, catalogue, organisation, framework, period);
      if (isRefusal(facts)) throw new Error(`${organisation}: ${facts.detail}`);
      const events = eventsOf(nation, organisation, facts);
      const stream = assessmentStream(`${organisation}.${framework}.${period}`);
      const origin = originOf({ actor: 'test', role: 'test', stream, request: {}, idempotencyKey: 'judged' });
      const appended = await store.append(
        stream,
        'no-stream',
        events.map((event, index) =>
          toNewEvent(assessmentCodec, event, { id: derivedId(origin.commandId, index), metadata: origin }),
        ),
      );
      if (appended.outcome !== 'appended') throw new Error(`${stream}: ${appended.outcome}`);
      return appended.position;
    }),
  );
  const last = positions.reduce((furthest, position) => (position > furthest ? position : furthest), 0n);
  const seen = await application.get<CheckpointWatch>(CHECKPOINT_WATCH, { strict: false }).waitFor(last, undefined, PATIENCE_MS);
  if (seen !== 'reached') throw new Error('the read models have not followed');
  return last;
}

type Facts = Exclude<Awaited<ReturnType<typeof openingFacts>>, { refused: true }>;

function eventsOf({ rate, before }: JudgedNation, organisation: string, facts: Facts): readonly AssessmentEvent[] {
  const { terms } = facts;
  const byHand = terms.items.filter(
    ({ given, rule }) => !given && !terms.rules.some(({ id, kind }) => id === rule && kind !== 'judgement'),
  );
  const ratings = byHand.map((item) => ({
    item: item.id,
    rating: rate?.(organisation, item) ?? item.scale.ratings[0]?.id ?? '',
    reason: 'As the meeting found.',
  }));
  const judged = before === undefined ? terms.stages : terms.stages.slice(0, terms.stages.indexOf(before));
  const stages = judged.filter((stage) => stage !== 'confirmation');
  const commands: readonly (Record<string, unknown> & { readonly type: string; readonly actor: string })[] = [
    { type: 'open-assessment', actor: 'an-assessor', ...facts },
    { type: 'record-checkpoint-meeting', actor: 'an-assessor', heldOn: TODAY, attendance: [], discussions: [], actions: [] },
    ...(terms.boardConsultation === undefined ? [] : [{ type: 'consult-board', actor: 'an-assessor', ...CONSULTED }]),
    { type: 'propose-ratings', actor: 'an-assessor', ratings },
    { type: 'submit-for-moderation', actor: 'an-assessor' },
    ...stages.map((stage) => ({
      type: 'decide-stage',
      actor: `${stage}-judge`,
      stage,
      outcome: 'upheld',
      panel: `${stage} sitting`,
    })),
    ...(judged.includes('confirmation')
      ? [{ type: 'confirm-ratings', actor: 'a-committee', outcome: 'confirmed', committee: 'Committee', reference: 'Minute 1' }]
      : []),
  ];
  const events: AssessmentEvent[] = [];
  let state = initialState;
  for (const [index, asked] of commands.entries()) {
    const commandId = commandIdOf('test', organisation, String(index));
    const outcome = decider.decide(
      { ...asked, commandId, today: TODAY, judged: state.revision } as unknown as AssessmentCommand,
      state,
    );
    if (isRefusal(outcome)) throw new Error(`${organisation}, ${asked.type}: ${outcome.rule}: ${outcome.detail}`);
    for (const event of outcome) {
      events.push(event);
      state = evolve(state, event);
    }
  }
  return events;
}
