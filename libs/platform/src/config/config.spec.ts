import { tmpdir } from 'node:os';
import { projectPath } from '../project-root.js';
import { eventStoreDbOf, loadConfig } from './config.js';
import { ConfigurationError } from './startup-error.js';

const refusalOf = (environment: Record<string, string>): string => {
  try {
    loadConfig(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
  return 'taken';
};

const NOTIFY = {
  GOVUK_NOTIFY_API_KEY: 'ours-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0',
  GOVUK_NOTIFY_TEMPLATE_ID: 'f33517ff-2a88-4f6e-b855-c550268ce08a',
};

describe('the settings', () => {
  it('need none: the service stands alone, on this machine only, with its own database under var/', () => {
    expect(loadConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      sessionSeconds: 43_200,
      idleSeconds: 1_800,
      oidcAcrValues: undefined,
      oidcClientId: undefined,
      oidcClientKeyFile: undefined,
      oidcClientKeyId: undefined,
      oidcClientSecret: undefined,
      oidcScope: 'openid',
      oidcSubjectClaim: 'sub',
      dataDirectory: projectPath('var'),
      databaseUrl: undefined,
      databaseAppUrl: undefined,
      publicUrl: 'http://127.0.0.1:3000',
      eventStore: 'postgres',
      eventStoreDbUrl: undefined,
      eventStoreDbNamespace: 'checkpoint',
      logLevel: 'info',
      roles: new Set(['api', 'pages', 'projector']),
      oidcIssuer: undefined,
      oidcAudience: undefined,
      allowRemote: false,
      embeddedDatabase: true,
      standalone: true,
    });
  });

  it('take every value that is given', () => {
    const config = loadConfig({
      PORT: '8080',
      HOST: '0.0.0.0',
      DATA_DIR: tmpdir(),
      DATABASE_URL: 'postgresql://owner:secret@db/checkpoint',
      DATABASE_APP_URL: 'postgres://checkpoint_app:secret@db/checkpoint',
      PUBLIC_URL: 'https://assurance.example/',
      EVENT_STORE: 'eventstoredb',
      EVENTSTOREDB_URL: 'esdb://eventstore:2113?tls=false',
      EVENTSTOREDB_NAMESPACE: 'checkpoint-trial',
      LOG_LEVEL: 'debug',
      ROLES: 'api, projector',
      OIDC_ISSUER: 'https://login.example',
      OIDC_AUDIENCE: 'checkpoint',
    });
    expect(config).toMatchObject({
      port: 8080,
      host: '0.0.0.0',
      dataDirectory: tmpdir(),
      logLevel: 'debug',
      eventStore: 'eventstoredb',
    });
    expect(eventStoreDbOf(config)).toEqual({
      connectionString: 'esdb://eventstore:2113?tls=false',
      namespace: 'checkpoint-trial',
    });
    expect(config).toMatchObject({ publicUrl: 'https://assurance.example', embeddedDatabase: false, standalone: false });
    expect([...config.roles]).toEqual(['api', 'projector']);
  });

  it('count an empty value as not given', () => {
    expect(loadConfig({ PORT: '', DATABASE_URL: ' ', OIDC_ISSUER: '' })).toEqual(loadConfig({}));
  });

  it.each([
    ['0.0.0.0', 'http://127.0.0.1:3000'],
    ['::1', 'http://[::1]:3000'],
    ['localhost', 'http://localhost:3000'],
  ])('with HOST %s say that people reach the service at %s', (host, address) => {
    expect(loadConfig({ HOST: host, ALLOW_REMOTE: 'true' }).publicUrl).toBe(address);
  });
});

describe('a wrong setting', () => {
  it.each([
    [{ PORT: 'abc' }, 'PORT must be a whole number from 0 to 65535, but is "abc".'],
    [{ PORT: '65536' }, 'PORT must be a whole number from 0 to 65535, but is "65536".'],
    [{ PORT: '-1' }, 'PORT must be a whole number from 0 to 65535, but is "-1".'],
    [{ HOST: 'http://localhost' }, 'HOST must be a host name or an address to listen on, but is "http://localhost".'],
    [{ EVENT_STORE: 'kafka' }, 'EVENT_STORE must be one of postgres, eventstoredb, but is "kafka".'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent, but is "loud".'],
    [{ ROLES: 'api,web' }, 'ROLES must be a list, with commas, of api, pages, projector, but is "api,web".'],
    [{ ALLOW_REMOTE: 'perhaps' }, 'ALLOW_REMOTE must be true or false, but is "perhaps".'],
    [{ PUBLIC_URL: 'assurance.example' }, 'PUBLIC_URL must be a web address (http:// or https://).'],
    [{ OIDC_ISSUER: 'login' }, 'OIDC_ISSUER must be a web address (http:// or https://).'],
    [{ EVENTSTOREDB_URL: 'http://x' }, 'EVENTSTOREDB_URL must be an EventStoreDB connection string (esdb://host:port).'],
    [
      { EVENTSTOREDB_NAMESPACE: 'a.b' },
      'EVENTSTOREDB_NAMESPACE must be at most 64 letters, digits, hyphens and underscores, but is "a.b".',
    ],
    [{ SMTP_URL: 'mail.example' }, 'SMTP_URL must be a mail server (smtp://user:password@host:port, or smtps://).'],
    [{ MAIL_FROM: 'us' }, 'MAIL_FROM must be an e-mail address, but is "us".'],
    [{ GOVUK_NOTIFY_API_KEY: 'secret' }, 'GOVUK_NOTIFY_API_KEY must be a key as GOV.UK Notify gives it.'],
    [
      { SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'a@b.example', ...NOTIFY },
      'SMTP_URL and GOVUK_NOTIFY_API_KEY are both set: messages go out by one of them.',
    ],
  ])('%j is named in one sentence', (environment, sentence) => {
    expect(refusalOf(environment as Record<string, string>)).toBe(sentence);
  });

  it('never has its password repeated', () => {
    const refusal = refusalOf({ DATABASE_URL: 'mysql://owner:hunter2@db/checkpoint' });
    expect(refusal).toBe('DATABASE_URL must be a PostgreSQL address (postgresql://user:password@host:port/database).');
  });

  it.each([
    ['DATABASE_URL', { DATABASE_APP_URL: 'postgres://app@db/checkpoint' }],
    ['EVENTSTOREDB_URL', { EVENT_STORE: 'eventstoredb' }],
    ['OIDC_AUDIENCE', { OIDC_ISSUER: 'https://login.example' }],
    ['MAIL_FROM', { SMTP_URL: 'smtp://mail.example' }],
    ['GOVUK_NOTIFY_TEMPLATE_ID', { GOVUK_NOTIFY_API_KEY: NOTIFY.GOVUK_NOTIFY_API_KEY }],
    ['OIDC_CLIENT_ID', { OIDC_ISSUER: 'https://login.example', OIDC_AUDIENCE: 'checkpoint' }],
  ])('that is missing is named: %s', (name, environment) => {
    expect(refusalOf(environment as Record<string, string>)).toMatch(new RegExp(`^${name} is missing: [^.]+\\.$`));
  });
});

describe('sample people without a password', () => {
  it.each(['0.0.0.0', '::', '192.168.1.4', 'assurance.example', '128.0.0.1'])(
    'are refused to other machines: HOST %s',
    (host) => {
      expect(refusalOf({ HOST: host })).toContain(`HOST is ${host}, which other machines can reach`);
    },
  );

  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('are served on this machine: HOST %s', (host) => {
    expect(refusalOf({ HOST: host })).toBe('taken');
  });

  it('are served to other machines where ALLOW_REMOTE says so', () => {
    expect(refusalOf({ HOST: '0.0.0.0', ALLOW_REMOTE: '1' })).toBe('taken');
  });

  it('do not exist beside an identity provider, which any HOST may serve', () => {
    const issuer = { OIDC_ISSUER: 'https://login.example', OIDC_AUDIENCE: 'checkpoint', OIDC_CLIENT_ID: 'pages' };
    expect(refusalOf({ HOST: '0.0.0.0', ...issuer })).toBe('taken');
  });
});
