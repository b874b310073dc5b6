// Keys of arrivals: one item per integration and the sender's own delivery id.
export const arrivalKeys = { pk: 'T#${tenantId}#ARRIVALS#${integrationId}', sk: '${deliveryId}' } as const;
