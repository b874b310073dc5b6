// Words that the entities and models of evidence share. Pure.

/** A decision about a promotion; the end of a deployment; that of a rollback. */
export const PACKET_TYPES = ['DECISION', 'DEPLOYMENT', 'ROLLBACK'] as const;
export type PacketType = (typeof PACKET_TYPES)[number];

export const SUBJECT_TYPES = ['Promotion', 'Deployment'] as const;
export type SubjectType = (typeof SUBJECT_TYPES)[number];
