import { resolve } from 'node:path';
import { z } from 'zod';
import { projectPath } from '../project-root.js';
import { ConfigurationError } from './startup-error.js';

/** The parts of the server that can run in one process or apart. */
export const serverRoles = ['api', 'pages', 'projector'] as const;
export type ServerRole = (typeof serverRoles)[number];

/** Every setting of the service, checked, with its defaults filled in. */
export interface Config {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDirectory: string;
  /** Owns and migrates the database. Absent: PostgreSQL is embedded. */
  readonly databaseUrl: string | undefined;
  /** The application's own login; absent, it works as `checkpoint_app` by `SET ROLE`. */
  readonly databaseAppUrl: string | undefined;
  /** Where people reach the service, without a slash at the end. */
  readonly publicUrl: string;
  readonly eventStore: 'postgres' | 'eventstoredb';
  readonly eventStoreDbUrl: string | undefined;
  /** What our streams are called by on that server, before a dot: so several installations can share it. */
  readonly eventStoreDbNamespace: string;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  readonly roles: ReadonlySet<ServerRole>;
  readonly oidcIssuer: string | undefined;
  readonly oidcAudience: string | undefined;
  /** What the identity provider knows the pages by. */
  readonly oidcClientId: string | undefined;
  readonly oidcClientSecret: string | undefined;
  /** A file with a private key, PEM, to say who we are with instead of a secret; and what the provider calls the key. */
  readonly oidcClientKeyFile: string | undefined;
  readonly oidcClientKeyId: string | undefined;
  readonly oidcScope: string;
  /** How strongly people are to be authenticated, in the provider's own words. */
  readonly oidcAcrValues: string | undefined;
  /** The claim of its tokens that says who somebody is. */
  readonly oidcSubjectClaim: string;
  /** After how many seconds somebody signs in to the pages anew, whatever they do. */
  readonly sessionSeconds: number;
  /** After how many seconds without a page they do. */
  readonly idleSeconds: number;
  /** Where messages to people go out, `smtp://` or `smtps://`; and the address they come from. */
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string | undefined;
  /** GOV.UK Notify in its place. */
  readonly notify: { readonly apiKey: string; readonly templateId: string } | undefined;
  readonly allowRemote: boolean;
  /** PostgreSQL is ours: started with the service and stopped with it. */
  readonly embeddedDatabase: boolean;
  /** No identity provider is named: anybody who reaches the service may sign in as one of the sample people. */
  readonly standalone: boolean;
}

/** A log in EventStoreDB: the server, and which of its streams are ours. */
export interface EventStoreDbLog {
  /** `EVENTSTOREDB_URL`. */
  readonly connectionString: string;
  /** `EVENTSTOREDB_NAMESPACE`. */
  readonly namespace: string;
}

/** Where in EventStoreDB the log is, when it is kept there; undefined when PostgreSQL keeps it, whatever else is set. */
export function eventStoreDbOf({ eventStore, eventStoreDbUrl, eventStoreDbNamespace }: Config): EventStoreDbLog | undefined {
  if (eventStore !== 'eventstoredb' || eventStoreDbUrl === undefined) return undefined;
  return { connectionString: eventStoreDbUrl, namespace: eventStoreDbNamespace };
}

const wholeNumber = 'a whole number from 0 to 65535';
const postgresAddress = 'a PostgreSQL address (postgresql://user:password@host:port/database)';
const webAddress = 'a web address (http:// or https://)';

const address = (protocol: RegExp, meaning: string) => z.url({ protocol, error: meaning });
const postgresUrl = address(/^postgres(ql)?$/, postgresAddress);
const webUrl = address(/^https?$/, webAddress);
const yesOrNo = z.stringbool({ error: 'true or false' });
const numberBetween = (least: number, most: number) => {
  const meaning = `a whole number from ${String(least)} to ${String(most)}`;
  return z
    .string()
    .regex(/^\d{1,5}$/, meaning)
    .transform(Number)
    .refine((number) => number >= least && number <= most, meaning);
};
const oneOf = <const Name extends string>(names: readonly Name[]) => z.enum(names, { error: `one of ${names.join(', ')}` });

/** One line per setting; each message completes the sentence "SETTING must be ...". */
const settings = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, wholeNumber)
    .transform(Number)
    .refine((port) => port <= 65_535, wholeNumber)
    .default(3000),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'a host name or an address to listen on')
    .default('127.0.0.1'),
  DATA_DIR: z.string().optional(),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_APP_URL: postgresUrl.optional(),
  PUBLIC_URL: webUrl.optional(),
  EVENT_STORE: oneOf(['postgres', 'eventstoredb']).default('postgres'),
  EVENTSTOREDB_URL: address(/^(esdb|kurrentdb)(\+discover)?$/, 'an EventStoreDB connection string (esdb://host:port)').optional(),
  // Without dots, so that with the dot that follows it none is the beginning of another.
  EVENTSTOREDB_NAMESPACE: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'at most 64 letters, digits, hyphens and underscores')
    .default('checkpoint'),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  ROLES: z
    .string()
    .transform((text) => text.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(serverRoles), { error: `a list, with commas, of ${serverRoles.join(', ')}` }))
    .default([...serverRoles]),
  OIDC_ISSUER: webUrl.optional(),
  OIDC_AUDIENCE: z.string().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_CLIENT_KEY_FILE: z.string().optional(),
  OIDC_CLIENT_KEY_ID: z.string().optional(),
  OIDC_SCOPE: z
    .string()
    .refine((scope) => scope.split(' ').includes('openid'), 'scopes with blanks between them, openid among them')
    .default('openid'),
  OIDC_ACR_VALUES: z.string().optional(),
  OIDC_SUBJECT_CLAIM: z.string().default('sub'),
  SESSION_HOURS: numberBetween(1, 24).default(12),
  SESSION_IDLE_MINUTES: numberBetween(1, 1_440).default(30),
  SMTP_URL: address(/^smtps?$/, 'a mail server (smtp://user:password@host:port, or smtps://)').optional(),
  MAIL_FROM: z.email({ error: 'an e-mail address' }).optional(),
  // A name, the service's id and the secret, with hyphens between them.
  GOVUK_NOTIFY_API_KEY: z
    .string()
    .regex(/^.+(-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}){2}$/i, 'a key as GOV.UK Notify gives it')
    .optional(),
  GOVUK_NOTIFY_TEMPLATE_ID: z.uuid({ error: "the id of a template of GOV.UK Notify's" }).optional(),
  ALLOW_REMOTE: yesOrNo.default(false),
});

type Settings = z.infer<typeof settings>;

/** Settings whose value is, or may hold, a password: a message about them does not repeat it. */
const secret: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'DATABASE_APP_URL',
  'EVENTSTOREDB_URL',
  'PUBLIC_URL',
  'OIDC_ISSUER',
  'OIDC_CLIENT_SECRET',
  'SMTP_URL',
  'GOVUK_NOTIFY_API_KEY',
]);

/**
 * Reads the service's settings. This is the one place that does: everything else is handed a `Config`.
 *
 * @param environment `process.env`; an empty value counts as not given, as compose files write it.
 * @throws ConfigurationError with one sentence that names the first setting that is missing or wrong.
 */
export function loadConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const read = settings.safeParse(given);
  if (!read.success) throw wrongSetting(read.error, given);
  const config = configOf(read.data);
  checkTogether(config);
  return config;
}

function wrongSetting(error: z.ZodError, given: Readonly<Record<string, string | undefined>>): ConfigurationError {
  const [issue] = error.issues;
  const name = String(issue?.path[0]);
  const found = secret.has(name) ? '' : `, but is ${JSON.stringify(given[name])}`;
  return new ConfigurationError(`${name} must be ${meaningOf(issue)}${found}.`);
}

// A list reports its items one by one; the list's own meaning is the useful one.
const meaningOf = (issue: z.core.$ZodIssue | undefined): string =>
  issue?.path[0] === 'ROLES' ? `a list, with commas, of ${serverRoles.join(', ')}` : (issue?.message ?? 'something else');

function configOf(given: Settings): Config {
  return {
    port: given.PORT,
    host: given.HOST,
    dataDirectory: given.DATA_DIR === undefined ? projectPath('var') : resolve(given.DATA_DIR),
    databaseUrl: given.DATABASE_URL,
    databaseAppUrl: given.DATABASE_APP_URL,
    publicUrl: (given.PUBLIC_URL ?? addressOf(given.HOST, given.PORT)).replace(/\/+$/, ''),
    eventStore: given.EVENT_STORE,
    eventStoreDbUrl: given.EVENTSTOREDB_URL,
    eventStoreDbNamespace: given.EVENTSTOREDB_NAMESPACE,
    logLevel: given.LOG_LEVEL,
    roles: new Set(given.ROLES),
    oidcIssuer: given.OIDC_ISSUER,
    oidcAudience: given.OIDC_AUDIENCE,
    oidcClientId: given.OIDC_CLIENT_ID,
    oidcClientSecret: given.OIDC_CLIENT_SECRET,
    oidcClientKeyFile: given.OIDC_CLIENT_KEY_FILE,
    oidcClientKeyId: given.OIDC_CLIENT_KEY_ID,
    oidcScope: given.OIDC_SCOPE,
    oidcAcrValues: given.OIDC_ACR_VALUES,
    oidcSubjectClaim: given.OIDC_SUBJECT_CLAIM,
    sessionSeconds: given.SESSION_HOURS * 3_600,
    idleSeconds: given.SESSION_IDLE_MINUTES * 60,
    smtpUrl: given.SMTP_URL,
    mailFrom: given.MAIL_FROM,
    notify: notifyOf(given),
    allowRemote: given.ALLOW_REMOTE,
    embeddedDatabase: given.DATABASE_URL === undefined,
    standalone: given.OIDC_ISSUER === undefined,
  };
}

function notifyOf({ GOVUK_NOTIFY_API_KEY: apiKey, GOVUK_NOTIFY_TEMPLATE_ID: templateId }: Settings): Config['notify'] {
  if (apiKey === undefined) return undefined;
  if (templateId === undefined)
    throw new ConfigurationError(
      'GOVUK_NOTIFY_TEMPLATE_ID is missing: GOVUK_NOTIFY_API_KEY is set, and messages need a template.',
    );
  return { apiKey, templateId };
}

/** Where the service is reached from its own machine. A host that means "every address" is no address to go to: from this machine, the loopback one is. */
export function addressOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

function checkTogether(config: Config): void {
  if (config.databaseAppUrl !== undefined && config.databaseUrl === undefined) {
    throw new ConfigurationError('DATABASE_URL is missing: DATABASE_APP_URL is set, and is of use only beside it.');
  }
  if (config.eventStore === 'eventstoredb' && config.eventStoreDbUrl === undefined) {
    throw new ConfigurationError('EVENTSTOREDB_URL is missing: EVENT_STORE is eventstoredb, which needs it.');
  }
  checkIssuer(config);
  checkMessages(config);
  if (config.standalone && !isLoopback(config.host) && !config.allowRemote) {
    throw new ConfigurationError(
      `HOST is ${config.host}, which other machines can reach, while anybody may sign in as a sample person: ` +
        'set OIDC_ISSUER, or HOST to 127.0.0.1, or ALLOW_REMOTE to true if that is meant.',
    );
  }
}

function checkMessages({ smtpUrl, mailFrom, notify }: Config): void {
  if (smtpUrl !== undefined && mailFrom === undefined)
    throw new ConfigurationError('MAIL_FROM is missing: SMTP_URL is set, and messages come from an address.');
  if (smtpUrl !== undefined && notify !== undefined)
    throw new ConfigurationError('SMTP_URL and GOVUK_NOTIFY_API_KEY are both set: messages go out by one of them.');
}

function checkIssuer({ oidcIssuer, oidcAudience, oidcClientId, roles }: Config): void {
  if (oidcIssuer === undefined) return;
  if (oidcAudience === undefined)
    throw new ConfigurationError(
      'OIDC_AUDIENCE is missing: OIDC_ISSUER is set, and without an audience any of its tokens would be taken.',
    );
  if (roles.has('pages') && oidcClientId === undefined)
    throw new ConfigurationError(
      'OIDC_CLIENT_ID is missing: OIDC_ISSUER is set, and people who sign in to the pages there are sent by a client it knows; ' +
        'where only programs use the service, leave pages out of ROLES.',
    );
}
