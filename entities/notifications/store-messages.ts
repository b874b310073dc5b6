// What people are told about the targets of a release: what stores said, and what they were asked for. Pure.
import {
  RolloutChanged,
  RolloutFailed,
  StoreActionFailed,
  TargetBlocked,
  TargetFailed,
  TargetRejected,
  TargetReleased,
  TargetReplaced,
  TargetSubmitted,
  TargetWithdrawn,
} from '../releases/events.ts';
import { type Writer, withBuild, writer } from './message-writer.ts';

const ROLLOUTS = {
  ROLLING_OUT: 'Rolling out',
  PAUSED: 'Rollout paused',
  HALTED: 'Rollout halted',
  COMPLETED: 'Rollout completed',
} as const;

const STORE_ACTION_WORDS = {
  WITHDRAW: 'Not withdrawn',
  RELEASE: 'Not released',
  REFRESH: 'The store was not read',
} as const;

export const STORE_WRITERS: readonly Writer[] = [
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
  writer(TargetFailed, 'incidents', ({ releaseKey, targetIntegrationId, buildNumber, reason }, { nameOf }) => ({
    title: `Deployment failed: ${releaseKey}`,
    lines: [`On ${withBuild(nameOf(targetIntegrationId), buildNumber)}`, reason],
  })),
  writer(
    TargetWithdrawn,
    'releases',
    ({ releaseKey, targetIntegrationId, buildNumber, percentage, forReleaseKey }, { nameOf }) => ({
      title: `Withdrawn: ${releaseKey}`,
      lines: [
        `From ${withBuild(nameOf(targetIntegrationId), buildNumber)}`,
        percentage === undefined ? undefined : `${percentage} % of the users keep it`,
        forReleaseKey === undefined ? undefined : `For the hotfix ${forReleaseKey}; it is submitted again after that`,
      ],
    }),
  ),
  writer(
    TargetReplaced,
    'incidents',
    ({ releaseKey, targetIntegrationId, buildNumber, percentage, byReleaseKey }, { nameOf }) => ({
      title: `Replaced: ${releaseKey}`,
      lines: [
        `On ${withBuild(nameOf(targetIntegrationId), buildNumber)}, by ${byReleaseKey ?? 'another version'}`,
        percentage === undefined ? undefined : `${percentage} % of the users had it; nobody else gets it`,
      ],
    }),
  ),
  writer(
    TargetBlocked,
    'incidents',
    ({ releaseKey, targetIntegrationId, inTheWay, state, inTheWayReleaseKey }, { nameOf }) => ({
      title: `Another version is in the way: ${releaseKey}`,
      lines: [
        `${nameOf(targetIntegrationId)} takes one version at a time, and ${inTheWayReleaseKey ?? inTheWay} is ${state.toLowerCase().replaceAll('_', ' ')} there`,
        'Take it back and submit this one: POST …/targets/{id}/submit {"inTheWay": "WITHDRAW"}',
      ],
    }),
  ),
  writer(
    StoreActionFailed,
    'incidents',
    ({ releaseKey, targetIntegrationId, buildNumber, action, error }, { nameOf }) => ({
      title: `${STORE_ACTION_WORDS[action]}: ${releaseKey}`,
      lines: [`On ${withBuild(nameOf(targetIntegrationId), buildNumber)}`, error],
    }),
  ),
];
