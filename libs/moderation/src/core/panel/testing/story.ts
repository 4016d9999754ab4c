import { fold } from '#kernel/decider.js';
import { commandIdOf } from '#kernel/ids.js';
import { isRefusal } from '#kernel/refusal.js';
import { panelDecider, type PanelCommand, type PanelCommandOf } from '../decider.js';
import type { Paper, PanelEvent } from '../events.js';
import { isSitting, type Panel, type Sitting } from '../state.js';

export const TODAY = '2015-10-12';
export const DORSET = '11J.ccg-assurance-2015-16.2015-16-q2';
export const PORTSMOUTH = '10R.ccg-assurance-2015-16.2015-16-q2';

/** What a command needs besides the common part. */
export type Asked<Type extends PanelCommand['type']> = Omit<PanelCommandOf<Type>, 'type' | 'actor' | 'commandId' | 'today'>;

/** A command by a person on TODAY; the same person, name and content are the same command. */
export function command<Type extends PanelCommand['type']>(
  actor: string,
  type: Type,
  asked: Asked<Type>,
  today = TODAY,
): PanelCommandOf<Type> {
  const commandId = commandIdOf(actor, 'a sitting', `${type} ${JSON.stringify(asked)}`);
  return { type, actor, commandId, today, ...asked } as unknown as PanelCommandOf<Type>;
}

export const convening = (asked: Partial<Asked<'convene-panel'>> = {}) =>
  command('secretary', 'convene-panel', {
    ...{ stage: 'regional', area: 'Y57', areaName: 'South of England', framework: 'ccg-assurance-2015-16' },
    ...{ frameworkTitle: 'CCG Assurance Framework 2015/16', period: '2015-16-q2', sitsOn: TODAY },
    ...{ chair: 'chair', members: ['ann', 'bob', 'cat'], secretary: 'secretary' },
    ...asked,
  });

export const attending = (...present: readonly string[]) => command('secretary', 'record-attendance', { present, apologies: [] });

export const paper = (assessment: string, more: Partial<Paper> = {}): Paper => ({
  ...{ assessment, organisation: assessment.slice(0, 3), organisationName: `NHS ${assessment.slice(0, 3)} CCG`, revision: '9' },
  ...{ round: 1, headline: 'Assured as good', marks: [], judgedBefore: [] },
  ...more,
});

export const opening = (papers: readonly Paper[] = [paper(DORSET), paper(PORTSMOUTH)], ...present: readonly string[]) =>
  command('secretary', 'open-papers', { papers, present });

/** The events of a story in which every command was accepted. */
export function story(...commands: readonly PanelCommand[]): readonly PanelEvent[] {
  return commands.reduce<readonly PanelEvent[]>((history, asked) => {
    const outcome = panelDecider.decide(asked, fold(panelDecider, history));
    if (isRefusal(outcome)) throw new Error(`the story stops at ${asked.type}: ${outcome.rule}: ${outcome.detail}`);
    return [...history, ...outcome];
  }, []);
}

/** The sitting after a story. */
export function sittingAfter(...commands: readonly PanelCommand[]): Panel & Sitting {
  const state = fold(panelDecider, story(...commands));
  if (!isSitting(state)) throw new Error('no panel was convened');
  return state;
}

export const OPEN = [convening(), opening(undefined, 'chair', 'ann', 'bob')] as const;
