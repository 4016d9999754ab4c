import { derivedId } from '#kernel/ids.js';
import { isRefusal } from '#kernel/refusal.js';
import type { Broken, CommandBase, Decision } from './command.js';
import { given } from '#kernel/given.js';
import { firstBroken } from './refusals.js';
import { aCommentSaysSomething, sharingOf, theItemIsShared, theWindowIsOpen } from './rules-on-sharing.js';
import { eachItemIsNamedOnce, liveFor } from './rules.js';
import type { Assessment, Comment, Sharing } from './state.js';

/** What the organisation says of one item, or, without one, of all that was shared. */
export type NewComment = Pick<Comment, 'item' | 'view' | 'text'>;

/** The organisation's comments on what was shared with it, all or nothing. */
export interface CommentOnDraft extends CommandBase {
  readonly type: 'comment-on-draft';
  readonly sharing: string;
  readonly comments: readonly NewComment[];
}

export function commentOnDraft({ commandId, sharing: id, comments, today }: CommentOnDraft, state: Assessment): Decision {
  const live = liveFor('comment-on-draft', state);
  if (isRefusal(live)) return live;
  const sharing = sharingOf(live, id);
  if (isRefusal(sharing)) return sharing;
  const commentId = (index: number): string => derivedId(commandId, `comment-${String(index)}`);
  if (live.comments.some(({ comment }) => comment === commentId(0))) return [];
  return (
    theWindowIsOpen(sharing, today) ??
    theCommentsAreSound(sharing, comments) ??
    comments.map(({ item, view, text }, index) => ({
      type: 'OrganisationCommented',
      data: { comment: commentId(index), sharing: id, ...given({ item, text }), view, commentedOn: today },
    }))
  );
}

const pointerTo = (index: number): string => `/comments/${String(index)}`;

function theCommentsAreSound(sharing: Sharing, comments: readonly NewComment[]): Broken {
  const items = comments.map(({ item }) => item ?? 'the whole draft');
  return (
    eachItemIsNamedOnce(items, (index) => `${pointerTo(index)}/item`) ??
    firstBroken(comments, (comment, index) => theCommentIsSound(sharing, comment, pointerTo(index)))
  );
}

const theCommentIsSound = (sharing: Sharing, { item, ...said }: NewComment, pointer: string): Broken =>
  (item === undefined ? undefined : theItemIsShared(sharing, item, `${pointer}/item`)) ?? aCommentSaysSomething(said, pointer);
