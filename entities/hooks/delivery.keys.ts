// Keys of webhook deliveries: one item per integration and delivery id.
export const deliveryKeys = { pk: 'T#${tenantId}#DELIVERIES#${integrationId}', sk: '${deliveryId}' } as const;
