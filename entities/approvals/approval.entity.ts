// Approvals, the decisions on them, and the sentinel of the question each one answers.
import { Entity, type EntityItem } from 'electrodb';
import { approvalKeys, decisionKeys, questionKeys } from './approval.keys.ts';
import { APPROVAL_STAGES, APPROVAL_STATUSES } from './approval.model.ts';

const model = (entity: string) => ({ entity, service: 'windlass', version: '1' });

export const createApprovalEntity = (table: string) =>
  new Entity(
    {
      model: model('approval'),
      attributes: {
        tenantId: { type: 'string', required: true },
        approvalId: { type: 'string', required: true },
        releaseId: { type: 'string', required: true },
        releaseKey: { type: 'string', required: true },
        version: { type: 'string', required: true },
        stage: { type: APPROVAL_STAGES, required: true },
        cycle: { type: 'number', required: true },
        status: { type: APPROVAL_STATUSES, required: true },
        requestedAt: { type: 'string', required: true },
        decidedAt: { type: 'string' },
        revision: { type: 'number', required: true },
        schemaVersion: { type: 'number', required: true },
      },
      indexes: {
        byId: {
          collection: 'wholeApproval',
          pk: { field: 'pk', casing: 'none', composite: ['tenantId', 'approvalId'], template: approvalKeys.pk },
          sk: { field: 'sk', casing: 'none', composite: [], template: approvalKeys.sk },
        },
        byStatus: {
          index: 'gsi1',
          pk: {
            field: 'gsi1pk',
            casing: 'none',
            composite: ['tenantId', 'status'],
            template: 'T#${tenantId}#APPROVALS#STATUS#${status}',
          },
          sk: { field: 'gsi1sk', casing: 'none', composite: ['approvalId'], template: '${approvalId}' },
        },
      },
    } as const,
    { table },
  );

export const createDecisionEntity = (table: string) =>
  new Entity(
    {
      model: model('decision'),
      attributes: {
        tenantId: { type: 'string', required: true },
        approvalId: { type: 'string', required: true },
        userId: { type: 'string', required: true },
        name: { type: 'string', required: true },
        action: { type: ['APPROVED', 'REJECTED'] as const, required: true },
        comment: { type: 'string' },
        decidedAt: { type: 'string', required: true },
        schemaVersion: { type: 'number', required: true },
      },
      indexes: {
        byApproval: {
          collection: 'wholeApproval',
          pk: { field: 'pk', casing: 'none', composite: ['tenantId', 'approvalId'], template: decisionKeys.pk },
          sk: { field: 'sk', casing: 'none', composite: ['userId'], template: decisionKeys.sk },
        },
      },
    } as const,
    { table },
  );

export const createQuestionEntity = (table: string) =>
  new Entity(
    {
      model: model('question'),
      attributes: {
        tenantId: { type: 'string', required: true },
        releaseId: { type: 'string', required: true },
        stage: { type: APPROVAL_STAGES, required: true },
        cycle: { type: 'number', required: true },
        approvalId: { type: 'string', required: true },
      },
      indexes: {
        byRelease: {
          pk: { field: 'pk', casing: 'none', composite: ['tenantId', 'releaseId'], template: questionKeys.pk },
          sk: { field: 'sk', casing: 'none', composite: ['stage', 'cycle'], template: questionKeys.sk },
        },
      },
    } as const,
    { table },
  );

export type ApprovalItem = EntityItem<ReturnType<typeof createApprovalEntity>>;
export type DecisionItem = EntityItem<ReturnType<typeof createDecisionEntity>>;
export type QuestionItem = EntityItem<ReturnType<typeof createQuestionEntity>>;
