// Keys of notifications: those of a release in one partition. `about` is the event's id, or the approval's for the message
// that asks for it, so that its decision finds that message.
export const notificationKeys = {
  pk: 'T#${tenantId}#NOTIFICATIONS#${releaseId}',
  sk: '${about}#${channel}#${purpose}',
} as const;
