/** What people are told of, as they choose among it. Kinds stand in tables and in preferences: a name never changes. */
export const MESSAGE_KINDS = [
  'comes-to-your-stage',
  'returned',
  'comment-window',
  'comment-to-answer',
  'panel',
  'papers-opened',
  'embargo-notice',
  'action-due',
  'letter',
  'reopening',
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** Each kind in words, for whoever chooses which of them come by e-mail. */
export const messageKindsInWords: Readonly<Record<MessageKind, string>> = {
  'comes-to-your-stage': 'An assessment comes to your stage',
  returned: 'An assessment is returned, or re-opened',
  'comment-window': 'Something is shared with your organisation for comment, or can soon not be commented on',
  'comment-to-answer': 'An organisation comments on what your office shared',
  panel: 'A panel you sit on is convened, changed or cancelled',
  'papers-opened': 'The papers of a panel you sit on are opened',
  'embargo-notice': 'You are given an edition under embargo',
  'action-due': 'An action falls due',
  letter: 'A letter is to be checked or issued, or was issued',
  reopening: 'Re-opening final ratings is asked for, or refused',
};

/**
 * A message to one person: a title and a link. It holds no draft's content and nothing that somebody typed, so it may lie in a mailbox,
 * and what it leads to is shown to whoever may see it then.
 */
export interface Message {
  readonly kind: MessageKind;
  readonly title: string;
  /** The path of the page it leads to. */
  readonly page: string;
}
