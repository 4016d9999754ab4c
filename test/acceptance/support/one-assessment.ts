import type { Answer, HttpClient } from './http-client.js';

/** The revision a person saw, as judging commands send it. */
export const seeing = (revision: unknown): Record<string, string> => ({ 'If-Match': `"${String(revision)}"` });

/** What a command that was recorded answered with. */
export interface RecordedAnswer {
  readonly revision: string;
  readonly position: string;
  readonly events: readonly { readonly id: string; readonly type: string }[];
}

/** One assessment over HTTP: its addresses, and commands on it that have to succeed for the rest of a test to mean anything. */
export class OneAssessment {
  readonly id: string;

  constructor(
    readonly organisation: string,
    readonly framework: string,
    readonly period: string,
  ) {
    this.id = `${organisation}.${framework}.${period}`;
  }

  /** The address of the assessment, or of something under it. */
  at(rest = ''): string {
    return `/api/v1/assessments/${this.id}${rest}`;
  }

  /** Opens it. */
  async open(client: HttpClient): Promise<RecordedAnswer> {
    const { organisation, framework, period } = this;
    return recordedBy(await client.post('/api/v1/assessments', { organisation, framework, period }));
  }

  /** Sends a command that judges whatever stands now. */
  async record(client: HttpClient, rest: string, body: unknown): Promise<RecordedAnswer> {
    return recordedBy(await client.post(this.at(rest), body, seeing(await this.revision(client))));
  }

  /** Opens it, records a checkpoint meeting and the ratings given. */
  async rated(client: HttpClient, ratings: Readonly<Record<string, string>>): Promise<void> {
    await this.open(client);
    await this.record(client, '/checkpoint-meetings', { heldOn: '2016-01-12' });
    await this.record(client, '/ratings', ratingsOf(ratings));
  }

  /** The revision to judge, as its ETag names it. */
  async revision(client: HttpClient): Promise<string> {
    const answer = await client.get(this.at());
    const tag = answer.headers.get('ETag');
    if (tag === null) throw new Error(`${this.id} has no revision: ${JSON.stringify(answer.body)}`);
    return tag.replaceAll('"', '');
  }

  /** Its events as recorded, the first 500. */
  async events(client: HttpClient): Promise<readonly Record<string, unknown>[]> {
    return (await client.get(`${this.at('/events')}?limit=500`)).body.items ?? [];
  }
}

/** The body that proposes these ratings, each with a reason. */
export const ratingsOf = (ratings: Readonly<Record<string, string>>, decidedOn?: string) => ({
  ratings: Object.entries(ratings).map(([item, rating]) => ({ item, rating, reason: 'As discussed at the checkpoint.' })),
  ...(decidedOn === undefined ? {} : { decidedOn }),
});

/** Every component of 2015-16 assured as good, but for those named. */
export const components = (others: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  'well-led': 'assured-as-good',
  performance: 'assured-as-good',
  'financial-management': 'assured-as-good',
  planning: 'assured-as-good',
  'delegated-functions': 'assured-as-good',
  ...others,
});

function recordedBy({ status, body }: Answer): RecordedAnswer {
  if (status !== 201) throw new Error(`not recorded, but answered ${String(status)}: ${JSON.stringify(body)}`);
  return body as unknown as RecordedAnswer;
}
