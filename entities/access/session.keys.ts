// Keys of sessions, and of the number that invalidates all earlier sessions of a user.
const removal = [{ stage: 'PEOPLE' }] as const;

export const sessionKeys = { pk: 'T#${tenantId}#SESSIONS', sk: '${userId}#${sessionId}', removal } as const;
export const sessionHeadKeys = { pk: 'T#${tenantId}#SESSION_HEADS', sk: '${userId}', removal } as const;
