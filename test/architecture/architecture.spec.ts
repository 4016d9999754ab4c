import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { jest } from '@jest/globals';
import { z } from 'zod';
import { projectPath } from '#platform/project-root.js';

jest.setTimeout(60_000);

const report = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
  modules: z.array(
    z.object({ source: z.string(), dependencies: z.array(z.object({ module: z.string(), resolved: z.string() })) }),
  ),
});

const configuration = projectPath('.dependency-cruiser.cjs');
const require = createRequire(import.meta.url);
const { forbidden } = z.object({ forbidden: z.array(z.object({ name: z.string() })) }).parse(require(configuration));

/** Runs dependency-cruiser as `npm test` does; it ends with the number of violations, so a failing status is an answer. */
async function cruise(folder: string, ...parts: string[]): Promise<z.infer<typeof report>> {
  const program = projectPath('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const parameters = [program, '--config', configuration, '--output-type', 'json', ...parts];
  const { stdout } = await promisify(execFile)(process.execPath, parameters, { cwd: folder, maxBuffer: 1e9 }).catch(
    (ended: { stdout: string }) => ended,
  );
  return report.parse(JSON.parse(stdout));
}

const lineOf = ({ rule, from, to }: { rule: { name: string }; from: string; to: string }): string =>
  `${rule.name}: ${from} -> ${to}`;

/** Which planted file breaks which rule. */
const planted = {
  'core-imports-only-its-own-core-and-the-kernel': 'libs/assessment/src/core/asks-the-clock.ts',
  'core-reaches-nothing-else-of-ours': 'libs/assessment/src/core/reaches-the-store.ts',
  'kernel-imports-nothing-of-ours': 'libs/kernel/src/stores.ts',
  'platform-knows-no-context': 'libs/platform/src/knows-a-context.ts',
  'contexts-meet-at-their-contracts': 'libs/audit/src/core-of-another.ts',
  'apps-use-what-a-context-shows': 'apps/server/src/api/reads-a-core.ts',
  'read-never-imports-application': 'libs/assessment/src/read/decides.ts',
  'libraries-never-import-apps': 'libs/audit/src/serves.ts',
  'apps-never-import-each-other': 'apps/cli/src/serves.ts',
  'api-pages-and-projector-stay-apart': 'apps/server/src/pages/calls-the-api.ts',
  'what-ships-imports-no-test-code': 'apps/server/src/api/ships-a-test.ts',
  'no-circles': 'libs/audit/src/circle-back.ts',
  'not-to-unresolvable': 'libs/audit/src/points-nowhere.ts',
};

describe('the dependency rules', () => {
  it('hold in the whole project, whose own imports are all seen', async () => {
    const { modules, summary } = await cruise(projectPath(), 'apps', 'libs', 'test');

    expect(summary.violations.map(lineOf)).toEqual([]);
    const ownImports = modules.flatMap(({ dependencies }) => dependencies.filter(({ module }) => module.startsWith('#')));
    expect(ownImports.length).toBeGreaterThan(0);
    expect(ownImports.filter(({ resolved }) => !resolved.startsWith('libs/'))).toEqual([]);
  });

  it('each report their planted violation, and nothing that is allowed', async () => {
    const { summary } = await cruise(projectPath('test/architecture/planted'), 'apps', 'libs');

    const reported = summary.violations.map(({ rule, from }) => [rule.name, from] as const);
    expect(new Map(reported)).toEqual(new Map(Object.entries(planted)));
    expect(reported).toHaveLength(Object.keys(planted).length);
    expect(Object.keys(planted).sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });
});
