// The lists of events that several consumers of releases share. Pure: the manifest imports them.
import {
  PromotionApproved,
  PromotionCancelled,
  PromotionDeployed,
  PromotionFailed,
  PromotionRejected,
  PromotionRolledBack,
  PromotionStarted,
  PromotionSuperseded,
} from '../../../entities/promotions/events.ts';
import {
  BuildFailed,
  BuildRequested,
  BuildSucceeded,
  CommitsPushed,
  RegressionSignedOff,
  RegressionStarted,
  ReleaseCancelled,
  ReleaseKickedOff,
  ReleaseNotesEdited,
  ReleasePaused,
  ReleaseReleased,
  ReleaseResumed,
  ReleaseUnblocked,
  RolloutChanged,
  RolloutFailed,
  StoreActionFailed,
  TargetApproved,
  TargetFailed,
  TargetRejected,
  TargetReleased,
  TargetReplaced,
  TargetSubmissionRequested,
  TargetSubmitted,
  TargetWithdrawn,
} from '../../../entities/releases/events.ts';

/** Events that may end or change a wait of the workflow. */
export const WAKING_EVENTS = [
  ReleaseKickedOff,
  BuildRequested,
  BuildSucceeded,
  BuildFailed,
  CommitsPushed,
  RegressionStarted,
  RegressionSignedOff,
  TargetApproved,
  TargetFailed,
  TargetRejected,
  TargetReleased,
  TargetReplaced,
  TargetSubmissionRequested,
  TargetSubmitted,
  // A cancelled release waits for its stores.
  TargetWithdrawn,
  RolloutChanged,
  RolloutFailed,
  StoreActionFailed,
  ReleasePaused,
  ReleaseResumed,
  ReleaseUnblocked,
  ReleaseNotesEdited,
] as const;

/** Steps of a promotion, which a SERVER target follows. */
export const PROMOTION_EVENTS = [
  ...[PromotionApproved, PromotionStarted, PromotionDeployed, PromotionFailed, PromotionRolledBack],
  ...[PromotionRejected, PromotionCancelled, PromotionSuperseded],
] as const;

/** Events that end a release: its workflow ends, and the releases that it blocked go on. */
export const ENDING_EVENTS = [ReleaseReleased, ReleaseCancelled] as const;
