/** One rule as people read it, and the HTTP status its refusal is answered with. */
export interface RuleEntry {
  readonly sentence: string;
  /** Document and section the rule comes from. */
  readonly source: string;
  readonly status: 403 | 404 | 409 | 412 | 422 | 428;
}
