import type { Person, PersonDirectory } from '#identity/contract.js';
import { StandaloneIssuer } from '../../../apps/server/src/standalone/issuer.js';
import { FixedPeople, samplePeople } from '../../../apps/server/src/standalone/sample-people.js';
import type { HttpClient } from './http-client.js';
import type { TestService } from './test-service.js';

/** The sample people and some more: pass it to `startTestService` as `people`. */
export const samplePeopleAnd = (more: readonly Person[]): PersonDirectory => new FixedPeople([...samplePeople, ...more]);

/** Sends requests as anybody of the directory; tokens are given over HTTP to sample people only. */
export async function asPerson({ running, anonymous }: TestService, id: string): Promise<HttpClient> {
  const issuer = running.application.get(StandaloneIssuer, { strict: false });
  return anonymous.withToken(await issuer.tokenFor(id));
}
