import { isRefusal } from '#kernel/refusal.js';
import type { CommandBase, Decision } from './command.js';
import type { Paper } from './events.js';
import { sittingIn, theyAreOfThePanel } from './rules.js';
import type { Panel } from './state.js';

/** Opens the papers of a sitting: what waits at its stage for its area, as it stands now. */
export interface OpenPapers extends CommandBase {
  readonly type: 'open-papers';
  /** What the papers show, gathered outside; members who judged an assessment before are told with it. */
  readonly papers: readonly Paper[];
  /** Who is there so far; attendance can be recorded later. */
  readonly present: readonly string[];
}

export function openPapers({ papers, present, today }: OpenPapers, panel: Panel): Decision {
  const sitting = sittingIn(['convened'], panel);
  if (isRefusal(sitting)) return sitting;
  const there = present.length > 0 ? present : (sitting.attendance?.present ?? []);
  return (
    theyAreOfThePanel(sitting, present, (index) => `/present/${String(index)}`) ?? [
      { type: 'PapersOpened', data: { papers, present: there, openedOn: today } },
    ]
  );
}
