import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type {
  AttendanceRequest,
  ClosingRequest,
  InterestRequest,
  PanelCancellationRequest,
  PanelMembersRequest,
  RecusalLiftingRequest,
  RecusalRequest,
} from '#api-contract/panel-requests.js';
import { mayNot, PERSON_DIRECTORY, type PersonDirectory } from '#identity/contract.js';
import { refuse } from '#kernel/refusal.js';
import { areaOf, type PanelOutcome, type PanelRefusal, type PanelSender, Panels } from './panels.js';
import { namedAs, namedIn, whoMayNotSit } from './those-who-sit.js';
import { mayNotRecord, placeOfPanel } from './who-may.js';

/** Changes who sits. */
export class ChangePanelMembers extends Command<PanelOutcome> {
  constructor(
    readonly by: PanelSender,
    readonly panel: string,
    readonly request: PanelMembersRequest,
  ) {
    super();
  }
}

/** Declares an interest: a member their own, the chair or the secretary anybody's. */
export class DeclareInterest extends Command<PanelOutcome> {
  constructor(
    readonly by: PanelSender,
    readonly panel: string,
    readonly request: InterestRequest,
  ) {
    super();
  }
}

/** What is recorded of a sitting by its chair or secretary. */
export type PanelRecording =
  | { readonly type: 'recuse-member'; readonly request: RecusalRequest }
  | { readonly type: 'lift-recusal'; readonly request: RecusalLiftingRequest }
  | { readonly type: 'record-attendance'; readonly request: AttendanceRequest }
  | { readonly type: 'close-panel'; readonly request: ClosingRequest }
  | { readonly type: 'cancel-panel'; readonly request: PanelCancellationRequest };

/** Recuses, lifts a recusal, records attendance, closes the sitting, or calls it off. */
export class RecordOfPanel extends Command<PanelOutcome> {
  constructor(
    readonly by: PanelSender,
    readonly panel: string,
    readonly recording: PanelRecording,
  ) {
    super();
  }
}

@CommandHandler(ChangePanelMembers)
export class ChangePanelMembersHandler implements ICommandHandler<ChangePanelMembers> {
  constructor(
    private readonly panels: Panels,
    @Inject(PERSON_DIRECTORY) private readonly people: PersonDirectory,
  ) {}

  async execute({ by, panel, request }: ChangePanelMembers): Promise<PanelOutcome> {
    const sitting = await this.panels.sitting(panel);
    const { chair, added, secretary } = request;
    const coming = [...namedAs('chair', chair), ...namedIn('added', added), ...namedAs('secretary', secretary)];
    const barred = sitting && (await whoMayNotSit(this.people, coming, areaOf(sitting)));
    return (
      barred ??
      this.panels.carryOut({
        ...{ by, panel, permission: 'panel.convene', type: 'change-members', request },
        command: () => request,
      })
    );
  }
}

@CommandHandler(DeclareInterest)
export class DeclareInterestHandler implements ICommandHandler<DeclareInterest> {
  constructor(private readonly panels: Panels) {}

  execute({ by, panel, request }: DeclareInterest): Promise<PanelOutcome> {
    const person = request.person ?? by.person.id;
    return this.panels.carryOut({
      ...{ by, panel, permission: 'panel.declare', type: 'declare-interest', request },
      forbids: (sitting) => {
        const area = areaOf(sitting);
        const isOwn = person === by.person.id && mayNot(by.person, 'panel.declare', placeOfPanel(area)) === undefined;
        if (isOwn || mayNotRecord(by.person, 'panel.record', area) === undefined) return undefined;
        return declaredByAnother(person);
      },
      command: () => ({ ...request, person }),
    });
  }
}

function declaredByAnother(person: string): PanelRefusal {
  return refuse(
    'declared-by-somebody-else',
    `An interest of ${person} is declared by themselves, or recorded by the chair or the secretary. Nothing was recorded.`,
  );
}

@CommandHandler(RecordOfPanel)
export class RecordOfPanelHandler implements ICommandHandler<RecordOfPanel> {
  constructor(private readonly panels: Panels) {}

  execute({ by, panel, recording }: RecordOfPanel): Promise<PanelOutcome> {
    return this.panels.carryOut({
      ...{ by, panel, permission: 'panel.record', type: recording.type, request: recording.request },
      command: () => recording.request,
    });
  }
}
