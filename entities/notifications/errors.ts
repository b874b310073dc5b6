// Errors that keep a notification from being sent, or sent again, besides those of the service (see integrationErrors).
import { errorCatalogue } from '../_base/errors.ts';

export const notificationErrors = errorCatalogue('notification', {
  /** Another attempt is under way, or one died and its lease runs out soon. Come back later. */
  busy: { status: 409, title: 'Another attempt to send this notification is under way' },
  /** Its channel takes one message at a time; it has a place in the line. */
  waiting: { status: 409, title: 'The notification waits for its turn in the channel' },
  not_found: { status: 404, title: 'There is no such notification' },
  not_redeliverable: { status: 409, title: 'Only a notification that failed can be sent again' },
});
