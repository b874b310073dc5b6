// The manifest of a notifier: a rule delivers the events for its channel, and requests for redelivery.
import * as z from 'zod';
import { environment } from '../../../entities/_base/environment.ts';
import { SOURCE_PREFIX } from '../../../entities/names.ts';
import type { Channel } from '../../../entities/notifications/channel.model.ts';
import { NotificationRedeliveryRequested } from '../../../entities/notifications/events.ts';
import { defineManifest, type Grant, type LambdaSpec } from '../../_kit/manifest.ts';

/** True for a notifier that opens no credentials and calls only AWS. */
export const notifierEnvironment = z.object({
  TABLE_NAME: environment.TABLE_NAME,
  PUBLIC_URL: environment.PUBLIC_URL,
});

export const serviceNotifierEnvironment = notifierEnvironment.extend({
  CREDENTIAL_KEY_ID: environment.CREDENTIAL_KEY_ID,
  ALLOWED_OUTBOUND_HOSTS: environment.ALLOWED_OUTBOUND_HOSTS,
});

interface NotifierSpec<Environment extends LambdaSpec['environment']> {
  readonly channel: Channel;
  /** The types of events that it tells; all public ones by default. */
  readonly tells?: readonly string[];
  readonly impact: string;
  readonly environment: Environment;
  /** Grants besides those of every notifier. */
  readonly grants: readonly Grant[];
}

export const notifierManifest = <Environment extends LambdaSpec['environment']>({
  channel,
  tells,
  impact,
  environment,
  grants,
}: NotifierSpec<Environment>) =>
  defineManifest({
    domain: `notifiers/${channel.toLowerCase()}`,
    routes: {},
    subscriptions: {
      news: {
        source: [{ prefix: SOURCE_PREFIX }],
        ...(tells && { detailTypes: [...tells, NotificationRedeliveryRequested.type] }),
        detail: { channels: [channel] },
      },
    },
    tasks: {},
    lambdas: {
      events: {
        impact,
        environment,
        grants: ['table:read', 'table:put', 'queue:defer', ...grants],
      },
    },
  });
