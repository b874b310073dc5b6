// The channels through which Windlass tells people, and the purposes that a tenant switches for each. Imports nothing.

/** The names of integration types, and WEBHOOK. */
export const CHANNELS = ['SLACK', 'EMAIL', 'JIRA', 'LINEAR', 'WEBHOOK'] as const;
export type Channel = (typeof CHANNELS)[number];

export const PURPOSES = ['releases', 'builds', 'approvals', 'incidents'] as const;
export type Purpose = (typeof PURPOSES)[number];

export const NOTIFICATION_STATUSES = ['PENDING', 'SENT', 'FAILED'] as const;
