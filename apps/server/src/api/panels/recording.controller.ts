import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  type AttendanceRequest,
  attendanceRequest,
  type ClosingRequest,
  closingRequest,
  type InterestRequest,
  interestRequest,
  type OpeningRequest,
  openingRequest,
  type PanelCancellationRequest,
  panelCancellationRequest,
  type PanelMembersRequest,
  panelMembersRequest,
  type PanelRequest,
  panelRequest,
  type RecusalLiftingRequest,
  recusalLiftingRequest,
  type RecusalRequest,
  recusalRequest,
} from '#api-contract/panel-requests.js';
import {
  ChangePanelMembers,
  ConvenePanel,
  DeclareInterest,
  newPanelId,
  OpenPapers,
  type PanelRecording,
  RecordOfPanel,
} from '#moderation/commands.js';
import { answerCommand, type CommandAnswer, type CommandContext, Context } from '../../edge/command-context.js';
import { CommandRoute } from '../assessments/command-route.js';
import { API } from '../base.js';
import { panelId } from './panel-id.js';

const Id = (): ParameterDecorator => Param('id', { schema: panelId });
const Reply = (): ParameterDecorator => Res({ passthrough: true });

/** Convening panels, and what is recorded of a sitting besides its decisions. */
@ApiTags('Panels')
@Controller(`${API}/panels`)
export class PanelRecordingController {
  constructor(private readonly commands: CommandBus) {}

  /** Answers with its address in `Location`. */
  @Post()
  @CommandRoute('panel.convene', 'Convene a sitting of a panel')
  async convene(
    @Body({ schema: panelRequest }) request: PanelRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    const location = `/${API}/panels/${newPanelId(request, by.person)}`;
    return answerCommand(await this.commands.execute(new ConvenePanel(by, request)), reply, { location });
  }

  @Post(':id/members')
  @CommandRoute('panel.convene', 'Change who sits')
  async members(
    @Id() id: string,
    @Body({ schema: panelMembersRequest }) request: PanelMembersRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new ChangePanelMembers(by, id, request)), reply);
  }

  /** A member their own; the chair or the secretary anybody's. */
  @Post(':id/interests')
  @CommandRoute('panel.declare', 'Declare an interest')
  async interest(
    @Id() id: string,
    @Body({ schema: interestRequest }) request: InterestRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new DeclareInterest(by, id, request)), reply);
  }

  @Post(':id/recusals')
  @CommandRoute('panel.record', 'Recuse somebody of organisations')
  recusal(
    @Id() id: string,
    @Body({ schema: recusalRequest }) request: RecusalRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.record(by, id, { type: 'recuse-member', request }, reply);
  }

  @Post(':id/recusals/lifting')
  @CommandRoute('panel.record', 'Lift a recusal')
  lift(
    @Id() id: string,
    @Body({ schema: recusalLiftingRequest }) request: RecusalLiftingRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.record(by, id, { type: 'lift-recusal', request }, reply);
  }

  /**
   * From now on the papers stay as they are, and no submission among them is recalled. What is recorded later is still recorded,
   * and marked as since the papers.
   */
  @Post(':id/opening')
  @CommandRoute('panel.record', 'Open the papers')
  async open(
    @Id() id: string,
    @Body({ schema: openingRequest }) request: OpeningRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new OpenPapers(by, id, request)), reply);
  }

  /** With the record of who attended; nothing is added to a sitting after it. */
  @Post(':id/closing')
  @CommandRoute('panel.record', 'Close the sitting')
  close(
    @Id() id: string,
    @Body({ schema: closingRequest }) request: ClosingRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.record(by, id, { type: 'close-panel', request }, reply);
  }

  /** As it stands from now on: decisions are taken by those present. */
  @Post(':id/attendance')
  @CommandRoute('panel.record', 'Record who is there')
  attendance(
    @Id() id: string,
    @Body({ schema: attendanceRequest }) request: AttendanceRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.record(by, id, { type: 'record-attendance', request }, reply);
  }

  /** Before its papers were opened; it can be convened again. */
  @Post(':id/cancellation')
  @CommandRoute('panel.convene', 'Call a sitting off')
  cancel(
    @Id() id: string,
    @Body({ schema: panelCancellationRequest }) request: PanelCancellationRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.record(by, id, { type: 'cancel-panel', request }, reply);
  }

  private async record(by: CommandContext, id: string, recording: PanelRecording, reply: FastifyReply): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new RecordOfPanel(by, id, recording)), reply);
  }
}
