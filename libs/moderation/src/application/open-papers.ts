import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OpeningRequest } from '#api-contract/panel-requests.js';
import { Papers } from './gather-papers.js';
import { type PanelOutcome, type PanelSender, Panels } from './panels.js';

/** Opens a sitting's papers, which fixes them. */
export class OpenPapers extends Command<PanelOutcome> {
  constructor(
    readonly by: PanelSender,
    readonly panel: string,
    readonly request: OpeningRequest,
  ) {
    super();
  }
}

@CommandHandler(OpenPapers)
export class OpenPapersHandler implements ICommandHandler<OpenPapers> {
  constructor(
    private readonly panels: Panels,
    private readonly papers: Papers,
  ) {}

  async execute({ by, panel, request }: OpenPapers): Promise<PanelOutcome> {
    const sitting = await this.panels.sitting(panel);
    const papers = sitting === undefined ? [] : await this.papers.of(sitting);
    return this.panels.carryOut({
      ...{ by, panel, permission: 'panel.record', type: 'open-papers', request },
      command: () => ({ papers, present: request.present }),
    });
  }
}
