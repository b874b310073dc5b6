// Messages to people about the targets of a release: answers of stores, and requests to them. Pure.
import { defineMessage, type MessageDefinition, spoken, withBuild } from '../../notifications/message.model.ts';
import {
  RolloutChanged,
  RolloutFailed,
  StoreActionFailed,
  TargetApproved,
  TargetBlocked,
  TargetFailed,
  TargetRejected,
  TargetReleased,
  TargetReplaced,
  TargetSubmitted,
  TargetWithdrawn,
} from '../events.ts';

const ROLLOUTS = {
  ROLLING_OUT: 'Rolling out',
  PAUSED: 'Rollout paused',
  HALTED: 'Rollout halted',
  COMPLETED: 'Rollout completed',
} as const;

const numbered = (name: string, buildNumber: string | undefined): string =>
  buildNumber === undefined ? name : `${name} (${buildNumber})`;

const usersInWords = (percentage: number | undefined): string =>
  percentage === undefined || percentage === 100 ? 'all users' : `${percentage} % of the users`;

const STORE_ACTION_WORDS = {
  WITHDRAW: 'Not withdrawn',
  RELEASE: 'Not released',
  REFRESH: 'The store did not answer',
} as const;

export const TARGET_MESSAGES: readonly MessageDefinition[] = [
  defineMessage(
    TargetSubmitted,
    { purpose: 'releases', inTickets: 'STAGE' },
    ({ releaseKey, targetIntegrationId, buildNumber, percentage }, { nameOf }) => ({
      title: `Submitted: ${releaseKey}`,
      lines: [
        `To ${withBuild(nameOf(targetIntegrationId), buildNumber)}`,
        percentage === undefined ? undefined : `For ${percentage} % of the users to begin with`,
      ],
    }),
  ),
  defineMessage(
    TargetApproved,
    { purpose: 'releases' },
    ({ releaseKey, targetIntegrationId, buildNumber }, { nameOf }) => ({
      title: `${nameOf(targetIntegrationId)} approved ${withBuild(releaseKey, buildNumber)}`,
    }),
  ),
  defineMessage(
    TargetRejected,
    { purpose: 'incidents', inTickets: 'STAGE' },
    ({ releaseKey, targetIntegrationId, buildNumber, reason }, { nameOf }) => ({
      title: `${nameOf(targetIntegrationId)} rejected ${withBuild(releaseKey, buildNumber)}`,
      lines: [
        reason ?? 'It gave no reason',
        'If the metadata is the reason, submit the same build again: POST …/targets/{id}/submit. Otherwise trigger a new build.',
      ],
    }),
  ),
  defineMessage(
    RolloutChanged,
    { purpose: 'releases' },
    ({ releaseKey, targetIntegrationId, buildNumber, rolloutState, percentage }, { nameOf }) => ({
      title: `${ROLLOUTS[rolloutState]}: ${releaseKey}`,
      lines: [
        `${nameOf(targetIntegrationId)}: ${numbered(releaseKey, buildNumber)}${percentage === undefined ? '' : ` is with ${usersInWords(percentage)}`}`,
      ],
    }),
  ),
  defineMessage(
    RolloutFailed,
    { purpose: 'incidents' },
    ({ releaseKey, targetIntegrationId, buildNumber, error }, { nameOf }) => ({
      title: `Rollout not changed: ${releaseKey}`,
      lines: [`On ${withBuild(nameOf(targetIntegrationId), buildNumber)}`, error],
    }),
  ),
  defineMessage(
    TargetReleased,
    { purpose: 'releases', inTickets: 'STAGE' },
    ({ releaseKey, targetIntegrationId, buildNumber, percentage }, { nameOf }) => ({
      title: `Target released: ${releaseKey}`,
      lines: [
        `${nameOf(targetIntegrationId)}: ${numbered(releaseKey, buildNumber)} is with ${usersInWords(percentage)}`,
      ],
    }),
  ),
  defineMessage(
    TargetFailed,
    { purpose: 'incidents', inTickets: 'STAGE' },
    ({ releaseKey, targetIntegrationId, buildNumber, reason }, { nameOf }) => ({
      title: `Deployment failed: ${spoken(releaseKey)} on ${withBuild(nameOf(targetIntegrationId), buildNumber)}`,
      lines: [reason, `Deploy it again: POST …/targets/${targetIntegrationId}/submit`],
    }),
  ),
  defineMessage(
    TargetWithdrawn,
    { purpose: 'releases', inTickets: 'STAGE' },
    ({ releaseKey, targetIntegrationId, buildNumber, percentage, forReleaseKey }, { nameOf }) => ({
      title: `Withdrawn: ${releaseKey}`,
      lines: [
        `From ${withBuild(nameOf(targetIntegrationId), buildNumber)}`,
        percentage === undefined ? undefined : `${percentage} % of the users keep it`,
        forReleaseKey === undefined ? undefined : `For the hotfix ${forReleaseKey}; it is submitted again after that`,
      ],
    }),
  ),
  defineMessage(
    TargetReplaced,
    { purpose: 'incidents', inTickets: 'STAGE' },
    ({ releaseKey, targetIntegrationId, buildNumber, percentage, byReleaseKey }, { nameOf }) => ({
      title: `Replaced: ${releaseKey}`,
      lines: [
        `On ${withBuild(nameOf(targetIntegrationId), buildNumber)}, by ${byReleaseKey ?? 'another version'}`,
        percentage === undefined ? undefined : `${percentage} % of the users had it; nobody else gets it`,
      ],
    }),
  ),
  defineMessage(
    TargetBlocked,
    { purpose: 'incidents' },
    ({ releaseKey, targetIntegrationId, inTheWay, state, inTheWayReleaseKey }, { nameOf }) => ({
      title: `Another version is in the way: ${releaseKey}`,
      lines: [
        `${nameOf(targetIntegrationId)} takes one version at a time, and ${inTheWayReleaseKey ?? inTheWay} is ${state.toLowerCase().replaceAll('_', ' ')} there`,
        'Withdraw it first: POST …/targets/{id}/submit {"inTheWay": "WITHDRAW"}',
      ],
    }),
  ),
  defineMessage(
    StoreActionFailed,
    { purpose: 'incidents' },
    ({ releaseKey, targetIntegrationId, buildNumber, action, error }, { nameOf }) => ({
      title: `${STORE_ACTION_WORDS[action]}: ${releaseKey}`,
      lines: [`On ${withBuild(nameOf(targetIntegrationId), buildNumber)}`, error],
    }),
  ),
];
