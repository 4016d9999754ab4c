/** What Windows-1252 has for the bytes 0x80 to 0x9F; `TextDecoder` of Node 20 takes them for control characters. */
const WINDOWS_1252 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

const decodeWindows1252 = (content: Uint8Array): string =>
  Array.from(content, (byte) => WINDOWS_1252[byte - 0x80] ?? String.fromCharCode(byte)).join('');

/** The text of a file: UTF-8, or the Windows-1252 in which spreadsheets and older lists of the ONS were saved. */
export function decodeText(content: Uint8Array | string): string {
  if (typeof content === 'string') return content;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return decodeWindows1252(content);
  }
}
