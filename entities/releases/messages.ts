// Messages to people about releases: their builds, regression cycles, pauses and ends; targets/messages.ts has those about stores. Pure.
import { ownValue } from '../_base/own-value.ts';
import { rejected } from '../approvals/messages.ts';
import {
  defineMessage,
  type MessageContext,
  type MessageDefinition,
  spoken,
  type Words,
  withBuild,
} from '../notifications/message.model.ts';
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
  ReleaseResumed,
  ReleaseUnblocked,
  ReleaseWarned,
  SignOffRejected,
} from './events.ts';
import { TARGET_MESSAGES } from './targets/messages.ts';

interface Build {
  readonly releaseKey: string;
  readonly pipelineIntegrationId: string;
  readonly buildNumber?: string | undefined;
  readonly buildUrl?: string | undefined;
}

const buildWords = (
  what: string,
  build: Build,
  { nameOf }: MessageContext,
  ...more: readonly (string | undefined)[]
): Words => ({
  title: `Build ${what}: ${build.releaseKey}`,
  lines: [withBuild(nameOf(build.pipelineIntegrationId), build.buildNumber), ...more],
  links: [{ label: 'Build', url: build.buildUrl }],
});

const CYCLES = {
  FIRST: '',
  NEW_BUILD: ', for another build',
  REJECTED: ', after a rejection',
  CHERRY_PICK: ', with cherry-picked commits',
} as const;

interface Failure {
  readonly doing: string;
  readonly message: string;
  readonly service?: string | undefined;
  readonly isPassing: boolean;
}

function stopped(releaseKey: string, { doing, message, service, isPassing }: Failure): string[] {
  const when = isPassing ? `when ${service ?? 'the service'} is back` : 'when it is fixed';
  return [`${doing} failed: ${message}`, `Retry ${when}: /windlass retry ${releaseKey}, or POST …/retry`];
}

const ENDS: Readonly<Record<string, string>> = { CANCELLED: 'cancelled', DELETED: 'deleted' };

const share = (percentage: number | undefined): string =>
  percentage === undefined || percentage === 100 ? 'all' : `${percentage} %`;

export const RELEASE_MESSAGES: readonly MessageDefinition[] = [
  defineMessage(
    ReleaseCreated,
    { purpose: 'releases', inTickets: 'NEVER' },
    ({ releaseKey, targetIntegrationIds }, { nameOf }) => ({
      title: `Release created: ${releaseKey}`,
      lines: [`Ships to ${targetIntegrationIds.map(nameOf).join(', ')}`],
    }),
  ),
  defineMessage(ReleaseWarned, { purpose: 'incidents' }, ({ releaseKey, warnings }) => ({
    title: `Other releases are at its stores: ${releaseKey}`,
    lines: warnings,
  })),
  defineMessage(ReleaseKickedOff, { purpose: 'releases', inTickets: 'NEVER' }, ({ releaseKey, warnings = [] }) => ({
    title: `Kicked off: ${releaseKey}`,
    lines: warnings,
  })),
  defineMessage(
    ReleaseEpicsCreated,
    { purpose: 'releases', inChat: 'NEVER', inTickets: 'STAGE' },
    ({ releaseKey }) => ({
      title: `Kicked off: ${releaseKey}`,
      lines: ['This epic follows the release.'],
    }),
  ),
  defineMessage(EpicRefused, { purpose: 'releases', inTickets: 'NEVER' }, ({ releaseKey, platform, error }) => ({
    title: `No ${platform} epic: ${releaseKey}`,
    lines: [error, 'The release goes on without it.'],
  })),
  defineMessage(BuildTriggered, { purpose: 'builds' }, (build, context) => buildWords('triggered', build, context)),
  defineMessage(BuildSucceeded, { purpose: 'builds' }, (build, context) => buildWords('succeeded', build, context)),
  defineMessage(BuildFailed, { purpose: 'builds', inTickets: 'STAGE' }, (build, context) => {
    const { releaseKey, pipelineIntegrationId: id, reason, buildStatus } = build;
    const again = `Ask for another build: /windlass trigger ${releaseKey}, or POST …/pipelines/${id}/trigger`;
    return buildWords(buildStatus === 'CANCELLED' ? 'cancelled' : 'failed', build, context, reason, again);
  }),
  defineMessage(
    RegressionStarted,
    { purpose: 'releases', inTickets: 'STAGE' },
    ({ releaseKey, cycle, reason = 'FIRST' }) => ({
      title: `Regression started: ${releaseKey}`,
      lines: [`Cycle ${cycle}${CYCLES[reason]}`],
    }),
  ),
  defineMessage(SignOffRejected, { purpose: 'releases', inTickets: 'STAGE' }, (said, { by }) => rejected(by, said)),
  defineMessage(RegressionSignedOff, { purpose: 'releases', inTickets: 'STAGE' }, ({ releaseKey, cycle }, { by }) => ({
    title: `Regression signed off: ${releaseKey}`,
    lines: [`${by} signs off cycle ${cycle}`],
  })),
  defineMessage(
    ReleasePaused,
    { purpose: 'incidents', inTickets: 'STAGE' },
    ({ releaseKey, reason, error, failure }, { by }) => {
      if (reason === 'TASK_FAILURE') {
        const known = failure ?? { doing: 'A task', message: error ?? 'no reason was given', isPassing: false };
        return { title: `Stopped: ${releaseKey}`, lines: stopped(releaseKey, known) };
      }
      const who = reason === 'FREEZE' ? 'Paused by a freeze window' : `Paused by ${by}`;
      return {
        title: `Paused: ${releaseKey}`,
        lines: [
          error === undefined ? who : `${who}: ${error}`,
          `Resume it: /windlass resume ${releaseKey}, or POST …/resume`,
        ],
      };
    },
  ),
  defineMessage(ReleaseResumed, { purpose: 'releases' }, ({ releaseKey }, { by }) => ({
    title: `Resumed: ${releaseKey} (${by})`,
  })),
  defineMessage(ReleaseBlocked, { purpose: 'releases' }, ({ releaseKey, blockedByReleaseKey }) => ({
    title: `Held back: ${releaseKey}`,
    lines: [`The hotfix ${blockedByReleaseKey} goes to the stores first`],
  })),
  defineMessage(ReleaseUnblocked, { purpose: 'releases' }, ({ releaseKey, hotfixKey, hotfixStatus }) => ({
    title: `${releaseKey} can go on`,
    lines: [
      hotfixKey === undefined
        ? undefined
        : `${releaseKey} can go on: ${spoken(hotfixKey)} is ${ownValue(ENDS, hotfixStatus ?? '') ?? 'out'}`,
    ],
  })),
  defineMessage(
    ReleaseReleased,
    { purpose: 'releases', inTickets: 'STAGE' },
    ({ releaseKey, version, tag, outcome, targets = [] }, { nameOf }) => {
      const where = targets.map((one) => `${nameOf(one.targetIntegrationId)} ${share(one.percentage)}`).join(', ');
      const out = outcome === undefined ? `${version} is on sale` : `${version} is on sale in part`;
      return {
        title: `Released: ${releaseKey}`,
        lines: [where === '' ? out : `${out}: ${where}`, tag === '' ? undefined : `Tag ${tag}`],
      };
    },
  ),
  defineMessage(ReleaseDelayed, { purpose: 'incidents', inTickets: 'STAGE' }, ({ releaseKey, reason }) => ({
    title: `Delayed: ${releaseKey}`,
    lines: [reason],
  })),
  defineMessage(
    ReleaseCancelled,
    { purpose: 'releases', inTickets: 'STAGE' },
    ({ releaseKey, reason, stores = [] }) => ({
      title: `Cancelled: ${releaseKey}`,
      lines: [reason, ...stores],
    }),
  ),
  ...TARGET_MESSAGES,
];
