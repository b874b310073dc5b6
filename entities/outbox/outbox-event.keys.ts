// Keys of outbox events: one partition per subject, so that the stream keeps the order of its events.
export const outboxKeys = {
  pk: 'T#${tenantId}#OUTBOX#${subjectId}',
  sk: '${eventId}',
  removal: [
    { stage: 'EXPIRING', because: 'events are named by their subjects, which were deleted; ids alone, 90 days' },
  ],
} as const;
