import { isRefusal } from '#kernel/refusal.js';
import type { CommandBase, Decision } from './command.js';
import { commentOf } from './rules-on-sharing.js';
import { liveFor } from './rules.js';
import type { Assessment } from './state.js';

/** Answers the organisation's comment. Answered again, the last answer stands; the ones before stay in the history. */
export interface AnswerComment extends CommandBase {
  readonly type: 'answer-comment';
  readonly comment: string;
  readonly answer: string;
}

export function answerComment({ comment: id, answer, today }: AnswerComment, state: Assessment): Decision {
  const live = liveFor('answer-comment', state);
  if (isRefusal(live)) return live;
  const comment = commentOf(live, id);
  if (isRefusal(comment)) return comment;
  if (comment.answer?.answer === answer) return [];
  return [{ type: 'CommentAnswered', data: { comment: id, answer, answeredOn: today } }];
}
