// Keys of outbox events: one partition per subject, so that the stream keeps the order of its events.
export const outboxKeys = {
  pk: 'T#${tenantId}#OUTBOX#${subjectId}',
  sk: '${eventId}',
} as const;
