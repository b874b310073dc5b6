// Messages to people about what runs in environments, in each chat of the tenant. Pure.
import { defineMessage, type MessageDefinition } from '../notifications/message.model.ts';
import { DriftDetected } from './events.ts';

/** `sha256:0123456789ab`: enough to recognise it. */
const short = (digest: string): string => digest.slice(0, 'sha256:'.length + 12);

export const ENVIRONMENT_MESSAGES: readonly MessageDefinition[] = [
  defineMessage(DriftDetected, { purpose: 'incidents' }, ({ name, expectedDigest, observedDigest }) => ({
    title: `Drift: ${name}`,
    lines: [
      observedDigest === undefined || observedDigest === expectedDigest
        ? 'Its sticker is missing or another one than the latest deployment left'
        : `It runs ${short(observedDigest)}, and not ${short(expectedDigest)} as the latest deployment left it`,
      'Promote the release again to repair it',
    ],
  })),
];
