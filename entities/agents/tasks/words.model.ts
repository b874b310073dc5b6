// Words that the entity and the models of tasks share. Pure.
import * as z from 'zod';

export const TASK_STATUSES = ['QUEUED', 'LEASED', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];
export type TaskEnd = Exclude<TaskStatus, 'QUEUED' | 'LEASED'>;

/** DEPLOY puts the digest of the deployment on a target, ROLLBACK the digest that was there before. */
export const TASK_KINDS = ['DEPLOY', 'ROLLBACK'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

export const MOST_ATTEMPTS = 20;

/** A kind, and from the second attempt on its number: DEPLOY, DEPLOY-2. */
export const taskStep = z
  .string()
  .regex(/^(?:DEPLOY|ROLLBACK)(?:-(?:[2-9]|1\d|20))?$/, 'must be a step such as DEPLOY-2');

export const stepOf = (kind: TaskKind, attempt = 1): string => (attempt === 1 ? kind : `${kind}-${attempt}`);
export const kindOf = (step: string): TaskKind => (step.startsWith('ROLLBACK') ? 'ROLLBACK' : 'DEPLOY');

/** The end that an agent reports. */
export const REPORTED_ENDS = ['SUCCEEDED', 'FAILED'] as const;
