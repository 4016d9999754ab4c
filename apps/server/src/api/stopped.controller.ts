import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Person } from '#identity/contract.js';
import { isRefusal } from '#kernel/refusal.js';
import { code, line } from '#kernel/text.js';
import { Requires } from '../edge/access.js';
import { SignedIn } from '../edge/command-context.js';
import { problem, ProblemError } from '../edge/problem.js';
import { STOPPABLE, Stopped, type Stoppable } from '../operations/stopped.js';
import { API } from './base.js';

const kind = z.enum(STOPPABLE);
const name = code();
const steppingOver = z.strictObject({ position: z.string().regex(/^[1-9]\d{0,17}$/), reason: line(500) });

/** Read models and process managers that stand still at an event they cannot take in, for those who run the service. */
@ApiTags('Operations')
@Controller(`${API}/stopped`)
export class StoppedController {
  constructor(@Inject(Stopped) private readonly stopped: Stopped) {}

  /** Each with the event it stopped at, and why. */
  @Get()
  @Requires('projection.operate')
  @ApiOperation({ summary: 'What stands still' })
  async list() {
    return { items: await this.stopped.list() };
  }

  /** Lets it try the event again, as after a release that can read it. */
  @Post(':kind/:name/retry')
  @HttpCode(202)
  @Requires('projection.operate')
  @ApiOperation({ summary: 'Let what stands still try again' })
  @ApiResponse({ status: 404, description: 'It does not stand still (problem+json).' })
  async retry(@Param('kind', { schema: kind }) asked: Stoppable, @Param('name', { schema: name }) called: string) {
    if (!(await this.stopped.retry(asked, called))) throw notStopped(called);
    return { kind: asked, name: called, status: 'trying-again' };
  }

  /** Has a read model go on without the event; who decided that, and why, is recorded in the log. */
  @Post('read-model/:name/stepping-over')
  @Requires('projection.operate')
  @ApiOperation({ summary: 'Step over the event a read model stopped at' })
  @ApiResponse({ status: 422, description: 'It has not stopped at that position (problem+json).' })
  async stepOver(
    @Param('name', { schema: name }) called: string,
    @Body({ schema: steppingOver }) request: z.infer<typeof steppingOver>,
    @SignedIn() person: Person,
  ) {
    const outcome = await this.stopped.stepOver(called, request, person);
    if (outcome === undefined) throw notStopped(called);
    if (isRefusal(outcome)) throw new ProblemError(outcome);
    return { name: called, position: request.position, events: outcome.events };
  }
}

const notStopped = (called: string) => problem('not-found', `${called} does not stand still, or there is none of that name.`);
