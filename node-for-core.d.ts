/**
 * What of Node the core may know (tsconfig.core.json): a hash, and the bytes it is of. Everywhere else Node's own declarations
 * hold, and this file is left out.
 */
declare module 'node:crypto' {
  export function hash(algorithm: 'sha1', data: Uint8Array, encoding: 'hex'): string;
}

declare module 'node:buffer' {
  export const Buffer: {
    from(text: string, encoding?: 'hex'): Uint8Array;
    concat(parts: readonly Uint8Array[]): Uint8Array;
  };
}
