import type { CommandBus } from '@nestjs/cqrs';
import { type AssessmentOutcome, assessmentStream, type CommandSender } from '#assessment/commands.js';
import type { PersonDirectory } from '#identity/contract.js';
import { commandIdOf, derivedId } from '#kernel/ids.js';
import { isRefusal } from '#kernel/refusal.js';
import { type ExampleStep, type Recorded, workedExample } from './script.js';

const keyOf = ({ name }: ExampleStep): string => `worked example: ${name}`;

const commandOf = (step: ExampleStep): string => commandIdOf(step.person, assessmentStream(step.assessment), keyOf(step));

const recorded: Recorded = {
  idOf(name, part) {
    const step = workedExample.find((one) => one.name === name);
    if (step === undefined) throw new Error(`no step of the worked example is called ${name}`);
    return derivedId(commandOf(step), part);
  },
};

/**
 * Plays the worked example through the command bus, as its people would have. Played again it records nothing: each
 * step's command has a fixed id, and gets its first answer.
 */
export async function recordWorkedExample(bus: CommandBus, people: PersonDirectory): Promise<void> {
  const revisions = new Map<string, bigint>();
  for (const step of workedExample) {
    const person = await people.find(step.person);
    if (person === undefined) throw new Error(`the worked example needs the sample person ${step.person}`);
    const by: CommandSender = { person, judged: revisions.get(step.assessment), idempotencyKey: keyOf(step) };
    const outcome = await bus.execute<never, AssessmentOutcome>(step.command(by, recorded) as never);
    if (isRefusal(outcome)) throw new Error(`the worked example stops at "${step.name}": ${outcome.rule}: ${outcome.detail}`);
    revisions.set(step.assessment, outcome.revision);
  }
}
