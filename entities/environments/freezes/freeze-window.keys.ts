// Keys of freeze windows, and of their number. All windows of a tenant are read together: each question about a freeze needs them.
const removal = [{ stage: 'CONNECTIONS' }] as const;

export const freezeWindowKeys = { pk: 'T#${tenantId}#FREEZE_WINDOWS', sk: '${freezeWindowId}', removal } as const;
export const freezeWindowCountKeys = { pk: 'T#${tenantId}#FREEZE_WINDOW_COUNT', sk: 'COUNT', removal } as const;
