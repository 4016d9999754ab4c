import type { AssessmentEvent, AssessmentEventOf } from './events.js';
import type { LoggedEvent } from './state.js';

type Weight = Pick<LoggedEvent, 'material' | 'items' | 'changes'>;
type Weigh<Type extends AssessmentEvent['type']> = (data: AssessmentEventOf<Type>['data']) => Weight;

const notMaterial = (): Weight => ({ material: false, items: [], changes: [] });
const material = (items: readonly string[] = [], changes: readonly string[] = []): Weight => ({ material: true, items, changes });
/** A conversation binds later decisions only where it says something of an item. */
const conversation = (notes: readonly { readonly item: string }[]): Weight =>
  notes.length === 0 ? notMaterial() : material([...new Set(notes.map((note) => note.item))]);

/** Which events a decision must have seen, and what they are about ("Decisions bind to what was judged"). */
const weights: { readonly [Type in AssessmentEvent['type']]: Weigh<Type> } = {
  AssessmentOpened: ({ terms }) =>
    material(
      [],
      terms.items.map((item) => item.id),
    ),
  CheckpointPlanned: notMaterial,
  CheckpointMoved: notMaterial,
  CheckpointNotHeld: notMaterial,
  CheckpointMeetingHeld: ({ discussions }) => conversation(discussions),
  TeleconferenceHeld: ({ updates }) => conversation(updates),
  ActionAgreed: notMaterial,
  ActionProgressed: notMaterial,
  ActionCompleted: notMaterial,
  ActionRescheduled: notMaterial,
  ActionFellDue: notMaterial,
  ActionPassedOn: notMaterial,
  EvidenceAttached: ({ items }) => material(items),
  EvidenceWithdrawn: () => material(),
  IndicatorValueRecorded: () => material(),
  GivenRatingRecorded: ({ item }) => material([item]),
  GivenRatingPublished: notMaterial,
  TrajectoryAgreed: notMaterial,
  TrajectoryRevised: notMaterial,
  TrajectoryValuesRecorded: notMaterial,
  RatingProposed: ({ item }) => material([item], [item]),
  SharedWithOrganisation: notMaterial,
  SharingClosed: notMaterial,
  OrganisationCommented: ({ item }) => material(item === undefined ? [] : [item]),
  CommentAnswered: () => material(),
  // That somebody remembers it otherwise bears on the judgement; that the note is right changes nothing.
  MeetingReadBack: ({ view }) => (view === 'agrees' ? notMaterial() : material()),
  BoardConsulted: () => material(),
  SubmittedForModeration: notMaterial,
  SubmissionRecalled: notMaterial,
  StageDecided: ({ items }) => {
    const touched = items.filter((entry) => entry.decision !== 'upheld').map((entry) => entry.item);
    return material(touched, touched);
  },
  StageNotHeld: () => material(),
  RatingsConfirmed: () => material(),
  ConfirmationReturned: ({ items }) => material(items, items),
  Published: notMaterial,
  PublicationWithdrawn: notMaterial,
  ReopeningRequested: notMaterial,
  ReopeningRefused: notMaterial,
  Reopened: notMaterial,
  RecordCorrected: () => material(),
  RecordWithdrawn: () => material(),
  AssessmentWithdrawn: () => material(),
  AssessmentTransferred: notMaterial,
  FrameworkVersionApplied: () => material(),
  TranscriptionStarted: notMaterial,
  RatingTranscribed: notMaterial,
  TranscriptionCorrected: notMaterial,
  RatingRestated: notMaterial,
};

const weigh = <Type extends AssessmentEvent['type']>(
  event: { [Each in Type]: { readonly type: Each; readonly data: AssessmentEventOf<Each>['data'] } }[Type],
): Weight => weights[event.type](event.data);

/** How an event binds the decisions after it. */
export const loggedAs = (event: AssessmentEvent, revision: bigint): LoggedEvent => ({
  revision,
  type: event.type,
  ...weigh(event),
});
