import type { AssessmentEvent, AssessmentEventOf } from './events.js';
import { evolveJudgement } from './evolve-judgement.js';
import { evolvePublication } from './evolve-publication.js';
import { evolveRecords } from './evolve-records.js';
import { evolveSharing } from './evolve-sharing.js';
import { evolveStanding } from './evolve-standing.js';
import { evolveTranscription } from './evolve-transcription.js';
import { loggedAs } from './materiality.js';
import { type Assessment, isLive } from './state.js';

type Handlers = {
  readonly [Type in AssessmentEvent['type']]: (
    state: Assessment,
    data: AssessmentEventOf<Type>['data'],
    revision: bigint,
  ) => Assessment;
};

/** Closed by the compiler: an event without its entry here does not type-check, and no entry has a default to hide in. */
const handlers: Handlers = {
  ...evolveStanding,
  ...evolveSharing,
  ...evolveRecords,
  ...evolveJudgement,
  ...evolvePublication,
  ...evolveTranscription,
};

const applied = <Type extends AssessmentEvent['type']>(
  state: Assessment,
  event: { [Each in Type]: { readonly type: Each; readonly data: AssessmentEventOf<Each>['data'] } }[Type],
  revision: bigint,
): Assessment => handlers[event.type](state, event.data, revision);

/**
 * The assessment after one more event. Total: an event that does not fit its state leaves the state alone, yet counts,
 * so that the state's revision is always the stream's.
 */
export function evolve(state: Assessment, event: AssessmentEvent): Assessment {
  const revision = state.revision + 1n;
  const next = applied(state, event, revision);
  if (!isLive(next)) return { ...next, revision };
  const logged = loggedAs(event, revision);
  return {
    ...next,
    revision,
    log: next.log.with(logged),
    materialRevision: logged.material ? revision : next.materialRevision,
  };
}
