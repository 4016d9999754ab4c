/** A web address as links are written: the scheme, a host, an optional port, and whatever follows. No user, no backslash. */
const ADDRESS = /^https?:\/\/([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::\d{1,5})?(?:[/?#]\S*)?$/i;

/** The host a link leads to, in lower case; undefined where the text is no web address. */
export const hostOf = (link: string): string | undefined => ADDRESS.exec(link)?.[1]?.toLowerCase();

/** A host without the `www.` that is the same site with or without. */
export const siteOf = (host: string): string => host.toLowerCase().replace(/^www\./, '');

/** Whether a host is a site's, or one under it: `documents.example.org` is part of `example.org`. */
export const isOnSite = (host: string, site: string): boolean => host === site || host.endsWith(`.${site}`);
