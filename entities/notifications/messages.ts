// What people are told about releases and integrations: for each event the words, once for all channels. Pure; channels
// render them.
import type * as z from 'zod';
import type { Actor, Envelope, EventDefinition } from '../_base/events.ts';
import { ApprovalCancelled, ApprovalDecided, ApprovalRequested } from '../approvals/events.ts';
import { IntegrationInvalidated, IntegrationRecovered } from '../integrations/events.ts';
import {
  BuildFailed,
  BuildSucceeded,
  BuildTriggered,
  EpicRefused,
  RegressionSignedOff,
  RegressionStarted,
  ReleaseBlocked,
  ReleaseCancelled,
  ReleaseCreated,
  ReleaseDelayed,
  ReleaseEpicsCreated,
  ReleaseKickedOff,
  ReleasePaused,
  ReleaseReleased,
  RolloutChanged,
  RolloutFailed,
  TargetRejected,
  TargetReleased,
  TargetSubmitted,
} from '../releases/events.ts';
import {
  TrainDepartureAnnounced,
  TrainDepartureSkipped,
  TrainEnded,
  TrainFailed,
  TrainStopped,
} from '../trains/events.ts';
import type { Purpose } from './notification-settings.model.ts';
import * as trains from './train-messages.ts';

export interface Link {
  readonly label: string;
  readonly url: string;
}

export interface Message {
  readonly purpose: Purpose;
  readonly title: string;
  readonly lines: readonly string[];
  readonly links: readonly Link[];
  /** A decision about this approval is wanted. */
  readonly approval?: { readonly approvalId: string };
  /** Who made it happen, and when (ISO 8601). */
  readonly by: string;
  readonly at: string;
}

export interface MessageContext {
  /** The name of an integration, or its id when it is not known. */
  readonly nameOf: (integrationId: string) => string;
  readonly releaseUrl?: string | undefined;
  /** Of news about an integration: where that is, and the keys of releases under way that use it. */
  readonly integrationUrl?: string | undefined;
  readonly usedBy?: readonly string[];
  readonly trainUrl?: string | undefined;
}

interface Words {
  readonly title: string;
  readonly lines?: readonly (string | undefined)[];
  readonly links?: readonly { readonly label: string; readonly url: string | undefined }[];
  readonly approvalId?: string;
}

interface Writer {
  readonly type: string;
  readonly purpose: Purpose;
  readonly parse: (detail: unknown) => Envelope['detail'];
  readonly write: (data: never, context: MessageContext) => Words;
}

const writer = <Schema extends z.ZodType>(
  { type, parse }: EventDefinition<string, Schema>,
  purpose: Purpose,
  write: (data: z.output<Schema>, context: MessageContext) => Words,
): Writer => ({ type, purpose, parse, write });

const withBuild = (name: string, buildNumber: string | undefined) =>
  buildNumber === undefined ? name : `${name}, build ${buildNumber}`;

interface Build {
  readonly releaseKey: string;
  readonly pipelineIntegrationId: string;
  readonly buildNumber?: string | undefined;
  readonly buildUrl?: string | undefined;
}

const buildWords =
  (what: string) =>
  (build: Build, { nameOf }: MessageContext): Words => ({
    title: `Build ${what}: ${build.releaseKey}`,
    lines: [withBuild(nameOf(build.pipelineIntegrationId), build.buildNumber)],
    links: [{ label: 'Build', url: build.buildUrl }],
  });

const PAUSES = {
  USER_REQUESTED: 'Somebody asked for it.',
  TASK_FAILURE: 'A task failed for good; retry carries on at that task.',
  FREEZE: 'A freeze window is on.',
} as const;

const CYCLES = {
  FIRST: '',
  NEW_BUILD: ', for another build',
  REJECTED: ', after a rejection',
  CHERRY_PICK: ', with cherry-picked commits',
} as const;

const ROLLOUTS = {
  ROLLING_OUT: 'Rolling out',
  PAUSED: 'Rollout paused',
  HALTED: 'Rollout halted',
  COMPLETED: 'Rollout completed',
} as const;

interface Integration {
  readonly name: string;
  readonly kind: string;
  readonly type: string;
  readonly verificationStatus: string;
}

const MOST_NAMED = 10;

const integrationWords = (
  what: string,
  { name, kind, type, verificationStatus }: Integration,
  line: string,
  { usedBy = [] }: MessageContext,
): Words => {
  const more = usedBy.length > MOST_NAMED ? ` and ${usedBy.length - MOST_NAMED} more` : '';
  const releases = `Releases under way that use it: ${usedBy.slice(0, MOST_NAMED).join(', ')}${more}`;
  return {
    title: `${what}: ${name}`,
    lines: [`${kind} integration, ${type}: ${verificationStatus}`, line, usedBy.length > 0 ? releases : undefined],
  };
};

/** About no release: told to the tenant, wherever it has a chat; of a train in its own, if it has one. */
const TENANT_WRITERS: readonly Writer[] = [
  writer(IntegrationInvalidated, 'incidents', ({ error, ...integration }, context) =>
    integrationWords('Integration broken', integration, error, context),
  ),
  writer(IntegrationRecovered, 'incidents', ({ brokenSince, ...integration }, context) =>
    integrationWords('Integration well again', integration, `It was broken since ${brokenSince}`, context),
  ),
  writer(TrainFailed, 'incidents', trains.trainFailedWords),
  writer(TrainStopped, 'incidents', trains.trainStoppedWords),
  writer(TrainEnded, 'releases', trains.trainEndedWords),
  writer(TrainDepartureAnnounced, 'releases', trains.departureAnnouncedWords),
  writer(TrainDepartureSkipped, 'releases', trains.departureSkippedWords),
];

const WRITERS: readonly Writer[] = [
  writer(ReleaseCreated, 'releases', ({ releaseKey, targetIntegrationIds }, { nameOf }) => ({
    title: `Release created: ${releaseKey}`,
    lines: [`Ships to ${targetIntegrationIds.map(nameOf).join(', ')}`],
  })),
  writer(ReleaseKickedOff, 'releases', ({ releaseKey }) => ({ title: `Kicked off: ${releaseKey}` })),
  writer(ReleaseEpicsCreated, 'releases', ({ releaseKey }) => ({
    title: `Kicked off: ${releaseKey}`,
    lines: ['This epic follows the release.'],
  })),
  writer(EpicRefused, 'releases', ({ releaseKey, platform, error }) => ({
    title: `No ${platform} epic: ${releaseKey}`,
    lines: [error, 'The release goes on without it.'],
  })),
  writer(BuildTriggered, 'builds', buildWords('triggered')),
  writer(BuildSucceeded, 'builds', buildWords('succeeded')),
  writer(BuildFailed, 'builds', (build, context) =>
    buildWords(build.buildStatus === 'CANCELLED' ? 'cancelled' : 'failed')(build, context),
  ),
  writer(RegressionStarted, 'releases', ({ releaseKey, cycle, reason = 'FIRST' }) => ({
    title: `Regression started: ${releaseKey}`,
    lines: [`Cycle ${cycle}${CYCLES[reason]}`],
  })),
  writer(RegressionSignedOff, 'releases', ({ releaseKey, cycle }) => ({
    title: `Regression signed off: ${releaseKey}`,
    lines: [`Cycle ${cycle}`],
  })),
  writer(ApprovalRequested, 'approvals', ({ approvalId, releaseKey, cycle }) => ({
    title: `Approval wanted: ${releaseKey}`,
    lines: [`Sign off the regression, cycle ${cycle}?`],
    approvalId,
  })),
  writer(ApprovalDecided, 'approvals', ({ releaseKey, cycle, status, comment }) => ({
    title: `${status === 'APPROVED' ? 'Approved' : 'Rejected'}: ${releaseKey}`,
    lines: [`Regression sign-off, cycle ${cycle}`, comment],
  })),
  writer(ApprovalCancelled, 'approvals', ({ releaseKey, cycle }) => ({
    title: `No longer wanted: ${releaseKey}`,
    lines: [`Regression sign-off, cycle ${cycle}`],
  })),
  writer(ReleaseBlocked, 'releases', ({ releaseKey, blockedByReleaseKey }) => ({
    title: `Held back: ${releaseKey}`,
    lines: [`The hotfix ${blockedByReleaseKey} goes to the stores first`],
  })),
  writer(TargetSubmitted, 'releases', ({ releaseKey, targetIntegrationId, buildNumber, percentage }, { nameOf }) => ({
    title: `Submitted: ${releaseKey}`,
    lines: [
      `To ${withBuild(nameOf(targetIntegrationId), buildNumber)}`,
      percentage === undefined ? undefined : `For ${percentage} % of the users to begin with`,
    ],
  })),
  writer(TargetRejected, 'incidents', ({ releaseKey, targetIntegrationId, buildNumber, reason }, { nameOf }) => ({
    title: `Rejected: ${releaseKey}`,
    lines: [`By ${withBuild(nameOf(targetIntegrationId), buildNumber)}`, reason],
  })),
  writer(
    RolloutChanged,
    'releases',
    ({ releaseKey, targetIntegrationId, buildNumber, rolloutState, percentage }, { nameOf }) => ({
      title: `${ROLLOUTS[rolloutState]}: ${releaseKey}`,
      lines: [
        `On ${withBuild(nameOf(targetIntegrationId), buildNumber)}`,
        percentage === undefined ? undefined : `At ${percentage} % of the users`,
      ],
    }),
  ),
  writer(RolloutFailed, 'incidents', ({ releaseKey, targetIntegrationId, buildNumber, error }, { nameOf }) => ({
    title: `Rollout not changed: ${releaseKey}`,
    lines: [`On ${withBuild(nameOf(targetIntegrationId), buildNumber)}`, error],
  })),
  writer(TargetReleased, 'releases', ({ releaseKey, targetIntegrationId, buildNumber }, { nameOf }) => ({
    title: `Target released: ${releaseKey}`,
    lines: [`On ${withBuild(nameOf(targetIntegrationId), buildNumber)}`],
  })),
  writer(ReleaseReleased, 'releases', ({ releaseKey, version, tag }) => ({
    title: `Released: ${releaseKey}`,
    lines: [`${version} is out on all targets`, tag === '' ? undefined : `Tag ${tag}`],
  })),
  writer(ReleaseDelayed, 'incidents', ({ releaseKey, reason }) => ({
    title: `Delayed: ${releaseKey}`,
    lines: [reason],
  })),
  writer(ReleasePaused, 'incidents', ({ releaseKey, reason, error }) => ({
    title: `Paused: ${releaseKey}`,
    lines: [PAUSES[reason], error],
  })),
  writer(ReleaseCancelled, 'releases', ({ releaseKey, reason }) => ({
    title: `Cancelled: ${releaseKey}`,
    lines: [reason],
  })),
];

/** Services as people know them, by the source of their events. */
const SERVICES: Readonly<Record<string, string>> = {
  'ci.app-store': 'App Store Connect',
  'ci.bitbucket': 'Bitbucket',
  'ci.github': 'GitHub',
  'ci.gitlab': 'GitLab',
  'ci.jenkins': 'Jenkins',
};

/** Parts of Windlass have names of their own, which mean nothing to people. */
const personOf = ({ type, id, name }: Actor): string => (type === 'SYSTEM' ? 'Windlass' : (SERVICES[id] ?? name));

const BY_TYPE = new Map([...WRITERS, ...TENANT_WRITERS].map((one) => [one.type, one]));

/** The message of an event by its detail-type; throws for a type that has none and a zod error for a wrong detail. */
export function messageOf(detailType: string, detail: unknown, context: MessageContext): Message {
  const found = BY_TYPE.get(detailType);
  if (!found) throw new Error(`no message for ${detailType}`);
  const { data, actor, occurredAt } = found.parse(detail);
  const { title, lines = [], links = [], approvalId } = found.write(data as never, context);
  return {
    purpose: found.purpose,
    title,
    lines: lines.filter((line) => line !== undefined),
    links: [
      ...links,
      { label: 'Release', url: context.releaseUrl },
      { label: 'Integration', url: context.integrationUrl },
      { label: 'Train', url: context.trainUrl },
    ].filter((link): link is Link => !!link.url),
    ...(approvalId === undefined ? {} : { approval: { approvalId } }),
    by: personOf(actor),
    at: occurredAt,
  };
}

/** Events told in a chat. The kick-off is told when it happens, in tickets once there are epics to tell it in. */
export const CHAT_EVENTS = WRITERS.filter(({ type }) => type !== ReleaseEpicsCreated.type).map(({ type }) => type);

/** Events told to a tenant in each of its chats. */
export const TENANT_EVENTS: readonly string[] = TENANT_WRITERS.map(({ type }) => type);

const UNTOLD_IN_TICKETS: readonly string[] = [ReleaseCreated.type, ReleaseKickedOff.type, EpicRefused.type];
/** Events told in the epics of a release: all but those from before there are any. */
export const TICKET_EVENTS = WRITERS.map(({ type }) => type).filter((type) => !UNTOLD_IN_TICKETS.includes(type));

/** The purpose of an event, or undefined for one that people are not told of. */
export const purposeOf = (detailType: string): Purpose | undefined => BY_TYPE.get(detailType)?.purpose;
