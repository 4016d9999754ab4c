import { FaultyPacks } from '#frameworks/application/shipped-packs.js';
import { ImportStopped } from '#organisations/application/import-organisations.js';
import { StartupError } from '#platform/config/startup-error.js';
import { ImportBrokenOff } from '#platform/files/import-streams.js';
import { BuildFailed } from '#platform/projections/build.js';
import { RebuildFailed } from '#platform/projections/rebuild.js';
import { CommandFailed, Interrupted } from './command.js';

const EXPECTED = [
  CommandFailed,
  Interrupted,
  StartupError,
  ImportStopped,
  ImportBrokenOff,
  BuildFailed,
  RebuildFailed,
  FaultyPacks,
];

/** What a person needs to know of an error; one that nobody expected is told with all there is, for whoever mends it. */
export function sentenceOf(error: unknown): string {
  if (EXPECTED.some((kind) => error instanceof kind)) return (error as Error).message;
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return connectionFailure(error) ?? `This is a fault of the program, please report it: ${told}`;
}

/** What an error of the connection means to the person; undefined for any other error. Never repeats the address: it holds a password. */
function connectionFailure(error: unknown): string | undefined {
  const { code = '', message = '' } = errorOfDriver(error);
  if (UNREACHABLE.has(code)) return `The database does not answer (${code}): start its server, or correct DATABASE_URL.`;
  if (/^(57P0[123]|08...|ECONNRESET|EPIPE)$/.test(code) || /^Connection terminated/.test(message))
    return 'The connection to the database was lost; what was recorded before is kept. Run the command again.';
  if (code === '28P01' || code === '28000') return 'The database refuses the user or the password in DATABASE_URL: correct them.';
  if (code === '3D000') return 'The database that DATABASE_URL names does not exist on that server: create it.';
  return code === '42501' ? `The database refuses this to the user in DATABASE_URL, who has to own it: ${message}.` : undefined;
}

const UNREACHABLE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** TypeORM wraps the driver's error, which carries the code. */
function errorOfDriver(error: unknown): { readonly code?: string; readonly message?: string } {
  if (typeof error !== 'object' || error === null) return {};
  return 'driverError' in error ? errorOfDriver(error.driverError) : error;
}
