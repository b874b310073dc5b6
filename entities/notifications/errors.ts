// Errors that prevent sending or resending a notification, besides those of the service (integrationErrors).
import { errorCatalogue } from '../_base/errors.ts';

export const notificationErrors = errorCatalogue('notification', {
  /** Another attempt is running, or a crashed one has a lease that expires soon. Retry later. */
  busy: { status: 409, title: 'Another attempt to send this notification is running' },
  /** The channel accepts one message at a time; this one has a slot. */
  waiting: { status: 409, title: 'The notification waits for its turn in the channel' },
  not_found: { status: 404, title: 'The notification does not exist' },
  not_redeliverable: { status: 409, title: 'Only a failed notification can be sent again' },
});
