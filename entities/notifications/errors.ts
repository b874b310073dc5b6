// What can keep a notification from being sent, besides the service itself (see integrationErrors).
import { errorCatalogue } from '../_base/errors.ts';

export const notificationErrors = errorCatalogue('notification', {
  /** Another attempt is under way, or one died and its lease runs out soon. Come back later. */
  busy: { status: 409, title: 'Another attempt to send this notification is under way' },
});
