import { createCipheriv, createDecipheriv } from 'node:crypto';
import { RandomStock } from './random-stock.js';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

const random = new RandomStock();

/** A sealed text that is damaged, or that was sealed under another key. */
export class BrokenSeal extends Error {
  constructor(options?: ErrorOptions) {
    super('a sealed text cannot be opened: it is damaged, or it was sealed under another key', options);
    this.name = 'BrokenSeal';
  }
}

/** A new random key of 32 bytes, for the free texts of one event. */
export const newTextKey = (): Uint8Array => random.take(KEY_BYTES);

/**
 * Seals a text under a key of 32 bytes with AES-256-GCM: base64url of iv, ciphertext and tag. The iv is random, so the
 * same text sealed twice gives two texts, and several texts of one event may share its key.
 */
export function sealText(key: Uint8Array, text: string): string {
  const iv = random.take(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv);
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** Opens what `sealText` sealed. Throws BrokenSeal when the bytes or the key are not those it was sealed with. */
export function openText(key: Uint8Array, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) throw new BrokenSeal();
  try {
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new BrokenSeal({ cause });
  }
}
