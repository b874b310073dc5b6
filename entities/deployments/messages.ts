// Messages to people about deployments that Windlass drives, in the chat and the epics of their release. Pure.
import { defineMessage, type MessageDefinition, timeInWords } from '../notifications/message.model.ts';
import { DeploymentPaused, DeploymentRollbackStarted } from './events.ts';

export const DEPLOYMENT_MESSAGES: readonly MessageDefinition[] = [
  defineMessage(DeploymentPaused, { purpose: 'incidents', inTickets: 'STAGE' }, (paused) => ({
    title: `The deployment of ${paused.service} ${paused.version} is paused`,
    lines: [
      paused.reason,
      `A person decides until ${timeInWords(paused.pausedUntil)}, otherwise it is rolled back: POST …/deployments/${paused.deploymentId}/resume`,
    ],
  })),
  defineMessage(DeploymentRollbackStarted, { purpose: 'incidents' }, (back) => ({
    title: `The deployment of ${back.service} ${back.version} is being rolled back`,
    lines: [back.reason],
  })),
];
