import { isRefusal } from '#kernel/refusal.js';
import { systemClock } from '#platform/clock/clock.js';
import { originOf } from '#platform/decisions/command-identity.js';
import type { ProjectionKey } from '#platform/projections/checkpoints.js';
import { stepOver } from '#platform/projections/step-over.js';
import { streamOfProjection } from '#platform/projections/stepped-over.js';
import { dropProjectionVersion, switchProjection } from '#platform/projections/versions.js';
import { CommandFailed, type CommandIo, type CommandOutcome } from '../session/command.js';
import { withOwner } from '../session/owner.js';
import { withSession } from '../session/session.js';
import { projectionCalled } from './projections.js';

/** A version as people type it. */
function keyOf(name: string, version: string): ProjectionKey {
  if (!/^[1-9]\d{0,8}$/.test(version)) throw new CommandFailed(`${version} is not a version: give its number, such as 2.`);
  return { name, version: Number(version) };
}

/** Makes another version the one that counts as in use; holds when it is. */
export async function projectionsSwitch(name: string, version: string, io: CommandIo): Promise<CommandOutcome> {
  const key = keyOf(name, version);
  return withSession(io, async (session) => {
    const outcome = await switchProjection(key, session);
    if (isRefusal(outcome)) throw new CommandFailed(outcome.detail);
    const from = outcome.from === undefined ? '' : ` instead of version ${String(outcome.from)}`;
    return { holds: true, text: `${name}: version ${String(outcome.to)} is in use${from}.`, json: outcome };
  });
}

/** Removes a version nobody reads or runs any more. */
export async function projectionsDrop(name: string, version: string, io: CommandIo): Promise<CommandOutcome> {
  const key = keyOf(name, version);
  return withSession(io, async (session) => {
    const outcome = await withOwner(session, (owner) => dropProjectionVersion(key, owner));
    if (isRefusal(outcome)) throw new CommandFailed(outcome.detail);
    return { holds: true, text: `${name}, version ${version}: dropped ${outcome.dropped.join(', ')}.`, json: outcome };
  });
}

/** Lets a stopped read model go on without the event it stopped at; who decided it, and why, is recorded in the log. */
export async function projectionsStepOver(
  name: string,
  position: string,
  { reason, as }: { readonly reason: string; readonly as: string },
  io: CommandIo,
): Promise<CommandOutcome> {
  if (!/^[1-9]\d{0,17}$/.test(position)) throw new CommandFailed(`${position} is not a position of the log.`);
  const projection = projectionCalled(name);
  const request = { position: BigInt(position), reason, steppedOverOn: systemClock.today() };
  const stream = streamOfProjection(name);
  return withSession(io, async (session) => {
    const origin = originOf({ actor: as, role: 'administrator', stream, request: { ...request, position } });
    const outcome = await stepOver(projection, { ...request, origin }, session);
    if (isRefusal(outcome)) throw new CommandFailed(outcome.detail);
    const text = `${name} goes on without the event at position ${position}; the reason stands in the log.`;
    return { holds: true, text, json: { name, position, recorded: outcome.events } };
  });
}
