import type { BusinessDate } from '#kernel/business-date.js';
import type { PanelData, PanelEvent } from './events.js';

type DayOf<Type extends PanelEvent['type']> = (data: PanelData<Type>) => BusinessDate | undefined;

const onlyAboutTheRecord = (): undefined => undefined;

const days: { readonly [Type in PanelEvent['type']]: DayOf<Type> } = {
  PanelConvened: ({ convenedOn }) => convenedOn,
  PanelCancelled: ({ cancelledOn }) => cancelledOn,
  PanelMembersChanged: ({ changedOn }) => changedOn,
  InterestDeclared: ({ declaredOn }) => declaredOn,
  MemberRecused: ({ recusedOn }) => recusedOn,
  RecusalLifted: ({ liftedOn }) => liftedOn,
  PapersOpened: ({ openedOn }) => openedOn,
  AttendanceRecorded: onlyAboutTheRecord,
  BatchDecided: ({ decidedOn }) => decidedOn,
  BatchEntryApplied: onlyAboutTheRecord,
  BatchEntryNotApplied: onlyAboutTheRecord,
  PanelClosed: ({ closedOn }) => closedOn,
};

/** The day an event is about; undefined for what is only about the record. */
export function businessDateOf({ type, data }: PanelEvent): BusinessDate | undefined {
  // Each day is read from its own event's data; the table's type pairs them, which a look-up by union loses.
  return (days[type] as DayOf<PanelEvent['type']>)(data);
}
