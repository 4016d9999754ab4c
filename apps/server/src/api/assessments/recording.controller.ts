import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  type ActionUpdateRequest,
  actionUpdateRequest,
  type CheckpointMeetingRequest,
  checkpointMeetingRequest,
  type CheckpointNotHeldRequest,
  checkpointNotHeldRequest,
  type CorrectionRequest,
  correctionRequest,
  type EvidenceRequest,
  evidenceRequest,
  type OpenAssessmentRequest,
  openAssessmentRequest,
  type PlanCheckpointRequest,
  planCheckpointRequest,
  type TeleconferenceRequest,
  teleconferenceRequest,
} from '#api-contract/assessment-requests.js';
import {
  assessmentIdOf,
  AttachEvidence,
  CorrectRecord,
  OpenAssessment,
  PlanCheckpoint,
  RecordCheckpointMeeting,
  RecordCheckpointNotHeld,
  RecordTeleconference,
  UpdateAction,
} from '#assessment/commands.js';
import { code } from '#kernel/text.js';
import { answerCommand, type CommandAnswer, type CommandContext, Context } from '../../edge/command-context.js';
import { API } from '../base.js';
import { assessmentId } from './assessment-id.js';
import { CommandRoute } from './command-route.js';

const Id = (): ParameterDecorator => Param('id', { schema: assessmentId });
const Reply = (): ParameterDecorator => Res({ passthrough: true });

/** What happens with an organisation in a period: opening, meetings, calls, actions, evidence, corrections. */
@ApiTags('Assessments: recording')
@Controller(`${API}/assessments`)
export class RecordingController {
  constructor(private readonly commands: CommandBus) {}

  /** Opens the assessment of an organisation under a framework for a period. 409 where it is open already. */
  @Post()
  @CommandRoute('assessment.open', 'Open an assessment')
  async open(
    @Body({ schema: openAssessmentRequest }) request: OpenAssessmentRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    const outcome = await this.commands.execute(new OpenAssessment(by, request));
    return answerCommand(outcome, reply, { location: `/${API}/assessments/${assessmentIdOf(request)}` });
  }

  @Post(':id/checkpoint-plans')
  @CommandRoute('assessment.record', 'Plan the checkpoint meeting, or move it')
  async plan(
    @Id() id: string,
    @Body({ schema: planCheckpointRequest }) request: PlanCheckpointRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new PlanCheckpoint(by, id, request)), reply);
  }

  @Post(':id/checkpoint-not-held')
  @CommandRoute('assessment.record', 'Say why no checkpoint meeting was held')
  async notHeld(
    @Id() id: string,
    @Body({ schema: checkpointNotHeldRequest }) request: CheckpointNotHeldRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new RecordCheckpointNotHeld(by, id, request)), reply);
  }

  /** Names typed are filed outside the log at once; the record holds ids. */
  @Post(':id/checkpoint-meetings')
  @CommandRoute('assessment.record', 'Record a checkpoint meeting')
  async meeting(
    @Id() id: string,
    @Body({ schema: checkpointMeetingRequest }) request: CheckpointMeetingRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new RecordCheckpointMeeting(by, id, request)), reply);
  }

  @Post(':id/teleconferences')
  @CommandRoute('assessment.record', 'Record a teleconference')
  async teleconference(
    @Id() id: string,
    @Body({ schema: teleconferenceRequest }) request: TeleconferenceRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new RecordTeleconference(by, id, request)), reply);
  }

  @Post(':id/actions/:action/updates')
  @CommandRoute('assessment.record', 'Record progress, completion or a new due date of an action')
  async action(
    @Id() id: string,
    @Param('action', { schema: code() }) action: string,
    @Body({ schema: actionUpdateRequest }) request: ActionUpdateRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new UpdateAction(by, id, action, request)), reply);
  }

  /** By the office at any time; by the organisation while its window to comment is open, for the items shared with it. */
  @Post(':id/evidence')
  @CommandRoute('assessment.attach-evidence', 'Attach evidence')
  async evidence(
    @Id() id: string,
    @Body({ schema: evidenceRequest }) request: EvidenceRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new AttachEvidence(by, id, request)), reply);
  }

  /** What stood before stays on the record beside the correction. Who may is checked with the record it is about. */
  @Post(':id/corrections')
  @CommandRoute('assessment.record-given', 'Correct or withdraw a record')
  async correct(
    @Id() id: string,
    @Body({ schema: correctionRequest }) request: CorrectionRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new CorrectRecord(by, id, request)), reply);
  }
}
