import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { AssessmentBeforePanel } from '#assessment/contract.js';
import type { Person } from '#identity/contract.js';
import type { StreamMoment } from '#platform/decisions/folded-streams.js';
import { type Paper, panelStream, type TookNoPart } from '../core/panel/events.js';
import { partsIn } from '../core/panel/quorum.js';
import { batchBeingApplied, isSitting, type Panel, type Sitting } from '../core/panel/state.js';
import { type SittingDecision, SittingDecisionsQuery } from '../read/sitting-decisions.js';
import { Papers } from './gather-papers.js';
import { PANEL_DECISIONS, type PanelDecisions } from './panel-decisions.js';
import { areaOf } from './panels.js';
import { mayReadPanel } from './who-may.js';

/** An assessment on a sitting's papers, with what became of it. */
export interface PaperView extends Paper {
  /** How many records came after the papers were opened; null at an earlier moment, when that is not looked at. */
  readonly sincePapers: number | null;
  /** Who of those present takes no part. */
  readonly tookNoPart: readonly TookNoPart[];
  /** Whether enough of those present take part. */
  readonly hasQuorum: boolean;
  /** What the sitting decided on it; null while it has not. */
  readonly decision: { readonly outcome: string; readonly decidedOn: string; readonly revision: string } | null;
  /** The decision on many at once that has yet to reach it. */
  readonly beingApplied: string | null;
}

/** What lies before a sitting. */
export interface PapersView {
  /** Whether they are fixed; before that they are what waits now. */
  readonly fixed: boolean;
  readonly openedOn: string | null;
  readonly papers: readonly PaperView[];
  /** Assessments that wait at the stage and are not among the fixed papers: the sitting may decide on them all the same. */
  readonly alsoWaiting: readonly {
    readonly assessment: string;
    readonly organisation: string;
    readonly organisationName: string;
    /** As it stands. */
    readonly revision: string;
  }[];
}

/** The papers of a sitting; undefined when it is not there, or not the person's to see. */
export class ReadPapers extends Query<PapersView | undefined> {
  constructor(
    readonly person: Person,
    readonly id: string,
    readonly moment: Pick<StreamMoment, 'position'> = {},
  ) {
    super();
  }
}

@QueryHandler(ReadPapers)
export class ReadPapersHandler implements IQueryHandler<ReadPapers> {
  constructor(
    @Inject(PANEL_DECISIONS) private readonly decisions: PanelDecisions,
    private readonly papers: Papers,
    private readonly decided: SittingDecisionsQuery,
  ) {}

  async execute({ person, id, moment }: ReadPapers): Promise<PapersView | undefined> {
    const stream = panelStream(id);
    const isNow = moment.position === undefined;
    const { state } = await (isNow ? this.decisions.current(stream) : this.decisions.asAt(stream, moment));
    if (!isSitting(state) || !mayReadPanel(person, areaOf(state))) return undefined;
    const decisions = await this.decided.of(id, moment.position);
    if (state.papers === undefined) return this.#asTheyWait(state, isNow);
    const now = isNow ? await this.papers.inScope(state) : [];
    return fixed(state, state.papers, new Map(now.map((one) => [one.id, one])), decisions);
  }

  /** Not opened yet: what waits now. At an earlier moment nothing lay before the sitting. */
  async #asTheyWait(sitting: Panel & Sitting, isNow: boolean): Promise<PapersView> {
    const waiting = isNow && sitting.status === 'convened' ? await this.papers.of(sitting) : [];
    const papers = waiting.map((paper) => ({ ...viewOf(sitting, paper), sincePapers: null, decision: null }));
    return { fixed: false, openedOn: null, papers, alsoWaiting: [] };
  }
}

function fixed(
  sitting: Panel & Sitting,
  papers: NonNullable<Sitting['papers']>,
  now: ReadonlyMap<string, AssessmentBeforePanel>,
  decisions: readonly SittingDecision[],
): PapersView {
  const decided = new Map(decisions.map((one) => [one.assessment, one]));
  return {
    fixed: true,
    openedOn: papers.openedOn,
    papers: [...papers.byAssessment.values()].map((paper) => ({
      ...viewOf(sitting, paper),
      sincePapers: recordedSince(paper, now.get(paper.assessment), decided.get(paper.assessment)),
      decision: decisionIn(decided.get(paper.assessment)),
    })),
    alsoWaiting: [...now.values()]
      .filter(({ id, state }) => state.stageDue === sitting.stage && !papers.byAssessment.has(id))
      .map(({ id, state: { organisation, revision } }) => ({
        ...{ assessment: id, organisation: organisation.code, organisationName: organisation.name },
        revision: String(revision),
      })),
  };
}

function viewOf(sitting: Panel & Sitting, paper: Paper): Omit<PaperView, 'sincePapers' | 'decision'> {
  const { decide, tookNoPart } = partsIn(sitting, sitting.attendance?.present ?? [], paper);
  return {
    ...paper,
    tookNoPart,
    hasQuorum: decide.length >= sitting.quorum,
    beingApplied: batchBeingApplied(sitting, paper.assessment)?.batch ?? null,
  };
}

/** What was recorded between the papers and the decision on them, or since. */
function recordedSince(
  { revision }: Paper,
  now: AssessmentBeforePanel | undefined,
  decision: SittingDecision | undefined,
): number | null {
  if (decision !== undefined) return Number(decision.revision) - Number(revision) - 1;
  return now === undefined ? null : Number(now.state.revision) - Number(revision);
}

function decisionIn(decision: SittingDecision | undefined): PaperView['decision'] {
  if (decision === undefined) return null;
  const { event, revision } = decision;
  const { decidedOn } = event.data;
  switch (event.type) {
    case 'StageDecided':
      return { outcome: event.data.outcome, decidedOn, revision };
    case 'RatingsConfirmed':
      return { outcome: 'confirmed', decidedOn, revision };
    case 'ConfirmationReturned':
      return { outcome: 'returned', decidedOn, revision };
  }
}
