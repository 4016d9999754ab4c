import { code } from '#kernel/text.js';

/** `{stage}.{area}.{framework}.{period}.{day}`, as it stands in an address. */
export const panelId = code(200);
