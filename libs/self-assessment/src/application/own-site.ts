import { getDomain } from 'tldts';
import { type Refusal, refuse } from '#kernel/refusal.js';
import type { SelfAssessmentRule } from '../core/self-assessment/rule-book.js';
import { siteOf } from '../core/self-assessment/sites.js';

/**
 * The site somebody names, with or without `https://` and `www.`, as a host; the refusal where it is none, or a domain that many
 * organisations share, as `nhs.uk` is (publicsuffix.org): evidence on it would be anybody's.
 */
export function siteNamed(text: string, pointer: string): string | Refusal<SelfAssessmentRule> {
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  const host = URL.canParse(address) ? new URL(address).hostname : '';
  if (getDomain(host, { allowPrivateDomains: true }) !== null) return siteOf(host);
  const detail = `${text} is not the site of one organisation. Write its address, such as www.dorsetccg.nhs.uk.`;
  return refuse('site-not-its-own', `${detail} Nothing was recorded.`, { errors: [{ pointer, detail }] });
}
