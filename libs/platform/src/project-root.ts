import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The project's own folder: the nearest one upwards that holds `nest-cli.json`. It is the same from source and from
 * `dist/`, so data files are found without being copied by the build.
 */
function findProjectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'nest-cli.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('the project folder (the one with nest-cli.json) was not found');
    folder = parent;
  }
  return folder;
}

const projectRoot = findProjectRoot();

/** The absolute path of a file that ships with the project. */
export const projectPath = (...parts: readonly string[]): string => join(projectRoot, ...parts);
