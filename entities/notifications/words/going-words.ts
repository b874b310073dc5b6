// Messages to people when a release stops, goes on, or ends. Pure.
import { ownValue } from '../../_base/own-value.ts';
import {
  ReleaseBlocked,
  ReleaseCancelled,
  ReleaseDelayed,
  ReleasePaused,
  ReleaseReleased,
  ReleaseResumed,
  ReleaseUnblocked,
} from '../../releases/events.ts';
import { spoken, type Writer, writer } from '../message-writer.ts';

interface Failure {
  readonly doing: string;
  readonly message: string;
  readonly service?: string | undefined;
  readonly isPassing: boolean;
}

function stopped(releaseKey: string, { doing, message, service, isPassing }: Failure): string[] {
  const when = isPassing ? `when ${service ?? 'the service'} is back` : 'when that is mended';
  return [`${doing} failed: ${message}`, `Retry ${when}: /windlass retry ${releaseKey}, or POST …/retry`];
}

const ENDS: Readonly<Record<string, string>> = { CANCELLED: 'cancelled', DELETED: 'deleted' };

const share = (percentage: number | undefined): string =>
  percentage === undefined || percentage === 100 ? 'all' : `${percentage} %`;

export const GOING_WRITERS: readonly Writer[] = [
  writer(ReleasePaused, 'incidents', ({ releaseKey, reason, error, failure }, { by }) => {
    if (reason === 'TASK_FAILURE') {
      const known = failure ?? { doing: 'A task', message: error ?? 'no reason was given', isPassing: false };
      return { title: `Stopped: ${releaseKey}`, lines: stopped(releaseKey, known) };
    }
    const who = reason === 'FREEZE' ? 'Paused by a freeze window' : `Paused by ${by}`;
    return {
      title: `Paused: ${releaseKey}`,
      lines: [
        error === undefined ? who : `${who}: ${error}`,
        `It goes on by /windlass resume ${releaseKey}, or POST …/resume`,
      ],
    };
  }),
  writer(ReleaseResumed, 'releases', ({ releaseKey }, { by }) => ({ title: `Resumed: ${releaseKey} (${by})` })),
  writer(ReleaseBlocked, 'releases', ({ releaseKey, blockedByReleaseKey }) => ({
    title: `Held back: ${releaseKey}`,
    lines: [`The hotfix ${blockedByReleaseKey} goes to the stores first`],
  })),
  writer(ReleaseUnblocked, 'releases', ({ releaseKey, hotfixKey, hotfixStatus }) => ({
    title: `${releaseKey} can go on`,
    lines: [
      hotfixKey === undefined
        ? undefined
        : `${releaseKey} can go on: ${spoken(hotfixKey)} is ${ownValue(ENDS, hotfixStatus ?? '') ?? 'out'}`,
    ],
  })),
  writer(ReleaseReleased, 'releases', ({ releaseKey, version, tag, outcome, targets = [] }, { nameOf }) => {
    const where = targets.map((one) => `${nameOf(one.targetIntegrationId)} ${share(one.percentage)}`).join(', ');
    const out = outcome === undefined ? `${version} is on sale` : `${version} is on sale in part`;
    return {
      title: `Released: ${releaseKey}`,
      lines: [where === '' ? out : `${out}: ${where}`, tag === '' ? undefined : `Tag ${tag}`],
    };
  }),
  writer(ReleaseDelayed, 'incidents', ({ releaseKey, reason }) => ({
    title: `Delayed: ${releaseKey}`,
    lines: [reason],
  })),
  writer(ReleaseCancelled, 'releases', ({ releaseKey, reason, stores = [] }) => ({
    title: `Cancelled: ${releaseKey}`,
    lines: [reason, ...stores],
  })),
];
