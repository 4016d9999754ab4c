import type { ActionOnList, PersonsWork, SharingOnList, WaitingAssessment } from '#assessment/contract.js';
import type { Person } from '#identity/contract.js';
import type { WorkItem } from '../core/work-item.js';

/** Work whose day is not yet held against today. */
export type UndatedWork = Omit<WorkItem, 'overdue'>;

/** Each task of a waiting assessment in words, and the page it is done on. */
const assessmentTasks: Readonly<Record<WaitingAssessment['task'], readonly [words: string, path: string]>> = {
  'hold-checkpoint': ['Hold and log the checkpoint meeting', '/checkpoint-meeting'],
  rate: ['Rate', '/ratings'],
  submit: ['Submit for moderation', '/submission'],
  judge: ['Decide', '/decision'],
  confirm: ["Record the committee's decision", '/confirmation'],
};

/** What waits in assessments, the actions still open, and what is shared. */
export function assessmentWork(person: Person, work: PersonsWork, today: string): readonly UndatedWork[] {
  return [
    ...work.waiting.map(waitingItem),
    ...work.actions.map(actionItem),
    ...work.sharings.map((sharing) => sharingItem(sharing, person, today)),
  ];
}

function waitingItem(waiting: WaitingAssessment): UndatedWork {
  const { assessment, organisation, organisationName, period, waitingSince, waitsFor, task } = waiting;
  const [toDo, path] = assessmentTasks[task];
  return {
    ...{ kind: 'assessment', toDo, about: organisationName, organisation, period, day: waitingSince, dayIs: 'since' },
    notes: notesOn(waiting),
    why: waitsFor === 'assessor' ? 'Your office assesses it' : `You judge at the ${waitsFor} stage`,
    page: `/assessments/${assessment}${path}`,
  };
}

function notesOn({ frameworkTitle, returnedBy, plannedFor, checkpoint, missing }: WaitingAssessment): readonly string[] {
  const items = missing.length === 1 ? 'One item' : `${String(missing.length)} items`;
  return [
    frameworkTitle,
    ...(returnedBy === null ? [] : [returnedBy === 'reopening' ? 'Re-opened' : `Returned by the ${returnedBy} stage`]),
    ...(plannedFor === null || checkpoint !== 'none' ? [] : [`Checkpoint planned for ${plannedFor}`]),
    ...(missing.length === 0 ? [] : [`${items} still to rate`]),
  ];
}

function actionItem({ action, assessment, organisation, period, description, owner, itemLabel, due }: ActionOnList): UndatedWork {
  return {
    ...{ kind: 'action', toDo: 'See to an action', about: description, organisation, period, day: due, dayIs: 'due' },
    notes: itemLabel === null ? [owner] : [owner, itemLabel],
    why: 'It was agreed with an organisation in your area',
    page: `/assessments/${assessment}/actions/${action}`,
  };
}

/** What the organisation or the office has to do about a sharing, and where. */
function sharingItem(sharing: SharingOnList, { role }: Person, today: string): UndatedWork {
  const { assessment, organisation, organisationName, period, closesOn, unanswered, opensOn, itemLabels } = sharing;
  const path = `/assessments/${assessment}`;
  const shared = itemLabels.length === 0 ? 'Notes of meetings and calls' : itemLabels.join(', ');
  const item = {
    kind: 'sharing',
    dayIs: 'until',
    ...{ about: organisationName, organisation, period, day: closesOn },
    notes: [sharing.frameworkTitle, shared],
  } as const;
  if (role === 'organisation')
    return {
      ...{ ...item, toDo: 'Comment' },
      why: 'Shared with your organisation',
      page: `${path}/comment?record=${sharing.sharing}`,
    };
  const page = `${path}#sharings`;
  const answer = unanswered === 1 ? 'Answer one comment' : `Answer ${String(unanswered)} comments`;
  if (unanswered > 0) return { ...item, toDo: answer, why: 'The organisation commented on what your office shared', page };
  const toDo = today < opensOn ? 'Comments are not open yet' : 'Wait for comments';
  return { ...item, toDo, why: 'Your office shared it', page };
}
