import { createHash } from 'node:crypto';
import { canonicalJson } from '#kernel/canonical-json.js';
import type { Pack } from '../core/pack.js';

/** SHA-256 (hex) of a pack's canonical JSON: the same content has the same hash, however its file is laid out. */
export const hashOfPack = (pack: Pack): string => createHash('sha256').update(canonicalJson(pack)).digest('hex');
