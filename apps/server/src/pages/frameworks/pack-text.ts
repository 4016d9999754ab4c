import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

/** The JSON of a pack as somebody wrote it. */
export interface PackText {
  readonly content: unknown;
  /** The line, from 1, on which a part of it begins; of a part that is missing, where it would belong. */
  lineOf(path: readonly string[]): number;
}

/** Where a text stops being JSON, and what is wrong there. */
export interface JsonFault {
  readonly line: number;
  readonly detail: string;
}

/** Reads the JSON of a pack, keeping where each part of it stands. */
export function readPackText(text: string): PackText | { readonly fault: JsonFault } {
  const json = text.replace(/^\uFEFF/, '');
  const errors: ParseError[] = [];
  const root = parseTree(json, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  const [first] = errors;
  if (first !== undefined || root === undefined) {
    const what = first === undefined ? 'ValueExpected' : printParseErrorCode(first.error);
    return { fault: { line: lineAt(json, first?.offset ?? 0), detail: FAULTS[what] ?? 'is not JSON here' } };
  }
  return { content: JSON.parse(json) as unknown, lineOf: (path) => lineAt(json, nodeAt(root, path).offset) };
}

/** The node at a path; where there is none, the nearest that it would lie in. */
function nodeAt(root: Node, path: readonly string[]): Node {
  const [step, ...rest] = path;
  if (step === undefined) return root;
  const next = findNodeAtLocation(root, [root.type === 'array' ? Number(step) : step]);
  return next === undefined ? root : nodeAt(next, rest);
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** By the parser's own names of what it misses. */
const FAULTS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'holds a word that JSON does not know: texts stand in quotation marks',
  InvalidNumberFormat: 'holds a number that is none',
  PropertyNameExpected: 'needs the name of a field here, in quotation marks: is there a comma too many?',
  ValueExpected: 'needs a value here: is there a comma too many?',
  ColonExpected: 'needs a colon between a field and its value',
  CommaExpected: 'needs a comma before this',
  CloseBraceExpected: 'needs a closing curly bracket',
  CloseBracketExpected: 'needs a closing square bracket',
  EndOfFileExpected: 'goes on after the pack has ended',
  InvalidCommentToken: 'holds a comment: JSON has none',
  UnexpectedEndOfString: 'holds a text that does not end: a quotation mark is missing',
};
