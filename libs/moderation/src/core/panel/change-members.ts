import { given } from '#kernel/given.js';
import { isRefusal } from '#kernel/refusal.js';
import { atField, type Broken, type CommandBase, type Decision } from './command.js';
import { everybodySitsOnce, sittingIn, theQuorumCanBeReached, theyAreOfThePanel } from './rules.js';
import type { Panel, Sitting } from './state.js';

/** Changes who sits. A chair, secretary or quorum that is left out stays as it is. */
export interface ChangeMembers extends CommandBase {
  readonly type: 'change-members';
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Another chair; the one before leaves, unless they are added as a member. */
  readonly chair?: string | undefined;
  readonly secretary?: string | undefined;
  readonly quorum?: number | undefined;
  readonly reason: string;
}

export function changeMembers(command: ChangeMembers, panel: Panel): Decision {
  const sitting = sittingIn(['convened', 'open'], panel);
  if (isRefusal(sitting)) return sitting;
  const { added, removed, reason, today } = command;
  const { chair, secretary, quorum } = officeAfter(command, sitting);
  if (chair === undefined || removed.includes(chair)) return chairIsMissing;
  const isSame = chair === sitting.chair && secretary === sitting.secretary && quorum === sitting.quorum;
  if (isSame && added.length + removed.length === 0) return [];
  const data = { added, removed, chair, ...given({ secretary }), quorum, reason, changedOn: today };
  return theyCanSit(sitting, { added, removed, chair, secretary, quorum }) ?? [{ type: 'PanelMembersChanged', data }];
}

type Office = Pick<Sitting, 'chair' | 'secretary' | 'quorum'>;

const officeAfter = (asked: ChangeMembers, stands: Office): Office => ({
  chair: asked.chair ?? stands.chair,
  secretary: asked.secretary ?? stands.secretary,
  quorum: asked.quorum ?? stands.quorum,
});

function theyCanSit(
  sitting: Sitting,
  { added, removed, chair, secretary, quorum }: Office & Pick<ChangeMembers, 'added' | 'removed'>,
): Broken {
  const members = [...sitting.members, ...added].filter((person) => person !== chair && !removed.includes(person));
  return (
    theyAreOfThePanel(sitting, removed, (index) => `/removed/${String(index)}`) ??
    everybodySitsOnce(chair, members, secretary) ??
    theQuorumCanBeReached(quorum, members.length + 1)
  );
}

const chairIsMissing: NonNullable<Broken> = atField('chair-is-missing', '/chair', 'Name another chair where this one leaves.');
