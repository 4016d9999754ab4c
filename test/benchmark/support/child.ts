import { fork, type ChildProcess } from 'node:child_process';
import { once as onceOn } from 'node:events';
import { readFileSync } from 'node:fs';
import { projectPath } from '#platform/project-root.js';

/** A process of the benchmark's own that is told things and answers each. */
export class Child {
  private constructor(private readonly process: ChildProcess) {}

  /**
   * Starts a file beside `from` (an `import.meta.url`), with flags for Node if given. The settings of the person's shell are not
   * handed on.
   */
  static start(from: string, file: string, parameters: readonly string[] = [], flags: readonly string[] = []): Child {
    const { DATA_DIR: _folder, DATABASE_URL: _owner, DATABASE_APP_URL: _app, ...environment } = process.env;
    const child = fork(new URL(file, from), [...parameters], {
      env: { ...environment, NODE_ENV: 'production' },
      execArgv: [...flags, ...profiled(file)],
    });
    return new Child(child);
  }

  get id(): number {
    return this.process.pid ?? Number.NaN;
  }

  /** The next thing it says. */
  async hears<Message>(): Promise<Message> {
    const ended = onceOn(this.process, 'exit').then(([code]) => {
      throw new Error(`a process of the benchmark ended with ${String(code)}`);
    });
    const said = onceOn(this.process, 'message').then(([message]) => message as Message);
    ended.catch(() => undefined);
    return Promise.race([said, ended]);
  }

  async asks<Message>(message: object | string): Promise<Message> {
    const answer = this.hears<Message>();
    this.process.send(message);
    return answer;
  }

  /** Asks it to stop, and waits until it has. */
  async stop(): Promise<void> {
    const gone = onceOn(this.process, 'exit');
    this.process.send('stop');
    await gone;
  }

  /** Ends it at once, for one that keeps nothing. */
  end(): void {
    this.process.kill();
  }
}

/** What `npm start` tells Node. */
export function serviceFlags(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(projectPath('package.json'), 'utf8')) as { scripts: { start: string } };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

let started = 0;

/** BENCH_PROFILE=<folder> writes a CPU profile of each process there. */
const profiled = (file: string): string[] => {
  const folder = process.env['BENCH_PROFILE'];
  return folder === undefined
    ? []
    : ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${String((started += 1))}-${file.slice(2)}.cpuprofile`];
};
