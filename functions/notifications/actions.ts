// Notifications as operations answer them: with the redelivery, as the caller may ask for it now. Pure.
import { assertMayRedeliver, viewNotification } from '../../entities/notifications/notification.model.ts';
import { actionsOf } from '../_kit/resources/actions.ts';
import type { Caller } from '../_kit/save.ts';
import { manifest } from './manifest.ts';

type Notification = Parameters<typeof viewNotification>[0];

/** In the log of a release. */
export const showOfRelease = (caller: Caller, one: Notification) =>
  viewNotification(one, actionsOf(caller, manifest, { redeliverNotification: () => assertMayRedeliver(one) }));

/** In the tenant's own log. */
export const showOfTenant = (caller: Caller, one: Notification) =>
  viewNotification(one, actionsOf(caller, manifest, { redeliverTenantNotification: () => assertMayRedeliver(one) }));
