import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Person } from '#identity/contract.js';
import { line } from '#kernel/text.js';
import { DeadLetters } from '#platform/process-managers/dead-letters.js';
import { Requires } from '../edge/access.js';
import { SignedIn } from '../edge/command-context.js';
import { problem } from '../edge/problem.js';
import { API } from './base.js';

const dismissal = z.strictObject({ reason: line(500) });
const commandId = z.uuid();

/** Commands that a process manager gave up, for those who run the service. They hold ids, and nothing anybody typed. */
@ApiTags('Operations')
@Controller(`${API}/dead-letters`)
export class DeadLettersController {
  private readonly deadLetters: DeadLetters;

  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.deadLetters = new DeadLetters(dataSource);
  }

  /** Those nobody has dealt with, oldest first, with the rule that refused each. */
  @Get()
  @Requires('projection.operate')
  @ApiOperation({ summary: 'Commands that were given up' })
  async list() {
    return { items: await this.deadLetters.list() };
  }

  /** Sends it again under the same id: had it been carried out after all, it is not done twice. */
  @Post(':commandId/retry')
  @HttpCode(202)
  @Requires('projection.operate')
  @ApiOperation({ summary: 'Send a given-up command again' })
  @ApiResponse({ status: 404, description: 'No such command was given up (problem+json).' })
  async retry(@Param('commandId', { schema: commandId }) id: string) {
    if (!(await this.deadLetters.retry(id))) throw notThere(id);
    return { commandId: id, status: 'waiting' };
  }

  /** Puts it aside for good; who did so and why stays on record. */
  @Post(':commandId/dismissal')
  @HttpCode(200)
  @Requires('projection.operate')
  @ApiOperation({ summary: 'Put a given-up command aside' })
  @ApiResponse({ status: 404, description: 'No such command was given up (problem+json).' })
  async dismiss(
    @Param('commandId', { schema: commandId }) id: string,
    @Body({ schema: dismissal }) { reason }: z.infer<typeof dismissal>,
    @SignedIn() person: Person,
  ) {
    if (!(await this.deadLetters.dismiss(id, { by: person.id, reason }))) throw notThere(id);
    return { commandId: id, status: 'dismissed' };
  }
}

const notThere = (id: string) => problem('not-found', `No command ${id} was given up, or somebody has dealt with it.`);
