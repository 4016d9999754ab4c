import { createLogger } from './logger.js';
import { NestLogger } from './nest-logger.js';

function listen() {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger('trace', { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) });
  return { logger, nest: new NestLogger(logger), lines };
}

const patient = 'Jane Roe';

describe('the log', () => {
  it('is a JSON object a line, with the level as a word and the time in UTC', () => {
    const { logger, lines } = listen();
    logger.warn('slow');
    expect(lines).toEqual([{ level: 'warn', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string, msg: 'slow' }]);
  });

  it('tells of a request its method and path, and neither query, headers nor body', () => {
    const { logger, lines } = listen();
    const req = { id: '1', method: 'GET', url: `/people?name=${patient}`, headers: { cookie: patient }, body: { note: patient } };
    logger.info({ req, res: { statusCode: 200, body: patient } }, 'answered');
    expect(lines).toMatchObject([{ req: { id: '1', method: 'GET', path: '/people' }, res: { status: 200 } }]);
    expect(JSON.stringify(lines)).not.toContain(patient);
  });

  it('tells of an error, and of its cause, nothing but kind, message, code and stack', () => {
    const { logger, lines } = listen();
    const cause = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: `Key (name)=(${patient})`,
      parameters: [patient],
    });
    logger.error({ err: new Error('not saved', { cause }) }, 'failed');
    expect(lines).toMatchObject([
      { err: { kind: 'Error', message: 'not saved', cause: { message: 'duplicate key', code: '23505' } } },
    ]);
    expect(JSON.stringify(lines)).not.toContain(patient);
  });
});

describe('what NestJS logs', () => {
  it.each([
    ['log', 'info'],
    ['error', 'error'],
    ['warn', 'warn'],
    ['debug', 'debug'],
    ['verbose', 'trace'],
    ['fatal', 'fatal'],
  ] as const)('by %s has the level %s and names its source', (method, level) => {
    const { nest, lines } = listen();
    nest[method]('ready', 'Router');
    expect(lines).toMatchObject([{ level, msg: 'ready', source: 'Router' }]);
  });

  it('keeps the stack of an error apart from its source', () => {
    const { nest, lines } = listen();
    nest.error('broken', 'Error: broken\n    at somewhere', 'Router');
    expect(lines).toMatchObject([{ msg: 'broken', source: 'Router', stack: 'Error: broken\n    at somewhere' }]);
  });

  it('leaves out every object: it may be a body', () => {
    const { nest, lines } = listen();
    nest.log({ note: patient }, { note: patient }, 'Router');
    expect(JSON.stringify(lines)).not.toContain(patient);
    expect(lines).toMatchObject([{ msg: '(a value of type object, not logged)', source: 'Router' }]);
  });

  it('takes an error for a message', () => {
    const { nest, lines } = listen();
    nest.error(new TypeError('broken'));
    expect(lines).toMatchObject([{ msg: 'broken', err: { kind: 'TypeError' } }]);
  });
});
