import type { TestService } from './test-service.js';

/** What stands for each parameter of an address: by the word before it, or by its own name where a parameter comes before. */
export type KnownValues = Readonly<Record<string, readonly string[]>>;

/** Every address the router answers GET for, as patterns: `/assessments/:id/letters`. Taken from the router, so that none is forgotten. */
export function readingRoutes({ running }: Pick<TestService, 'running'>): readonly string[] {
  const router = running.application.getHttpAdapter().getInstance();
  const path: string[] = [];
  return router
    .printRoutes({ method: 'GET', commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const found = /^(?<indent>[│ ]*)[├└]── (?<part>\S+)(?<answers> \(GET\))?$/.exec(line)?.groups;
      if (found === undefined) return [];
      path.length = (found['indent'] ?? '').length / 4;
      path.push(found['part'] ?? '');
      return found['answers'] === undefined ? [] : [path.join('').replace(/^\/\//, '/')];
    });
}

/** The addresses of a pattern. Throws by name for a parameter nothing is known of, so that a new route is not left out unseen. */
export function addressesOf(pattern: string, known: KnownValues): readonly string[] {
  const [before = '', ...rest] = pattern.split(/(?<=\/):[\w|:]+/);
  const names = pattern.match(/(?<=\/):[\w|:]+/g) ?? [];
  return names.reduce<readonly string[]>(
    (addresses, name, index) => {
      const word = /(\w[\w-]*)\/$/.exec([before, ...rest][index] ?? '')?.[1] ?? name;
      const values = known[word];
      if (values === undefined) throw new Error(`say in this test what may stand for ${name} after ${word} in ${pattern}`);
      return addresses.flatMap((address) => values.map((value) => `${address}${value}${rest[index] ?? ''}`));
    },
    [before],
  );
}

interface Described {
  readonly paths: Readonly<Record<string, { readonly get?: { readonly parameters?: readonly Parameter[] } }>>;
}
interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
}

/** The parameters a question may have, by the pattern of its address: from the API's own description. */
export async function questionsOf({
  anonymous,
}: Pick<TestService, 'anonymous'>): Promise<ReadonlyMap<string, readonly Parameter[]>> {
  const { paths } = (await anonymous.get('/api/openapi.json')).body as unknown as Described;
  return new Map(
    Object.entries(paths).flatMap(([path, { get }]) =>
      get === undefined
        ? []
        : [
            [
              path.replaceAll(/\{(\w+)\}/g, ':$1'),
              (get.parameters ?? []).filter((parameter) => parameter.in === 'query'),
            ] as const,
          ],
    ),
  );
}
