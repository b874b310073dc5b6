// Reads and writes of approvals. Writes are returned, not sent.
import { Service } from 'electrodb';
import { baseErrors } from '../_base/conflicts.ts';
import { isId, type TenantId } from '../_base/ids.ts';
import { readAll } from '../_base/table/batch.ts';
import { type Page, type PageRequest, readPage } from '../_base/table/page.ts';
import { itemsOf, removePartition } from '../_base/table/partition.ts';
import { fillKey, putItem, type Table, updateItem, type Write } from '../_base/table/table.ts';
import {
  type ApprovalItem,
  createApprovalEntity,
  createDecisionEntity,
  createQuestionEntity,
  type DecisionItem,
  type QuestionItem,
} from './approval.entity.ts';
import { approvalKeys, questionKeys } from './approval.keys.ts';
import type { ApprovalStatus } from './approval.model.ts';
import { approvalErrors } from './errors.ts';

export interface WholeApproval {
  readonly approval: ApprovalItem;
  readonly decisions: readonly DecisionItem[];
}

export type ApprovalRepo = ReturnType<typeof createApprovalRepo>;

export function createApprovalRepo(whole: Table) {
  const { client, name: table } = whole;
  const approval = createApprovalEntity(table);
  const decision = createDecisionEntity(table);
  const question = createQuestionEntity(table);
  const service = new Service({ approval, decision }, { client, table });

  return {
    /** The approval with its decisions. Throws `approval.not_found`. */
    async whole(tenantId: TenantId, approvalId: string): Promise<WholeApproval> {
      if (!isId(approvalId)) throw approvalErrors.not_found();
      const { data } = await service.collections.wholeApproval({ tenantId, approvalId }).go({ consistent: true });
      const [found] = data.approval;
      if (!found) throw approvalErrors.not_found();
      return { approval: found, decisions: data.decision };
    },

    /** Approvals of one status, newest first. */
    async list(tenantId: TenantId, status: ApprovalStatus, page: PageRequest): Promise<Page<ApprovalItem>> {
      const params = approval.query.byStatus({ tenantId, status }).params({ order: 'desc' });
      const ids = await readPage(whole, params, page, (items) => items.map((item) => String(item.gsi1sk)));
      const keys = ids.items.map((approvalId) => ({ tenantId, approvalId }));
      const found = await readAll(keys, (some) => approval.get([...some]).go({ client }));
      const byId = new Map(found.map((item) => [item.approvalId, item]));
      const items = ids.items.flatMap((approvalId) => byId.get(approvalId) ?? []);
      return { items: items.filter((item) => item.status === status), nextCursor: ids.nextCursor };
    },

    /** Everything that was asked about a release, in no order: once per stage and cycle. */
    async questionsOf(tenantId: TenantId, releaseId: string): Promise<QuestionItem[]> {
      const { data } = await question.query
        .byRelease({ tenantId, releaseId })
        .go({ client, consistent: true, pages: 'all' });
      return data;
    },

    /** Removes the approvals of a release with their decisions. May be called again after an interruption. */
    async removeOf(tenantId: TenantId, releaseId: string): Promise<void> {
      const pk = fillKey(questionKeys.pk, { tenantId, releaseId });
      for await (const { approvalId } of itemsOf(whole, pk)) {
        await removePartition(whole, fillKey(approvalKeys.pk, { tenantId, approvalId }));
      }
      await removePartition(whole, pk);
    },

    /** Fails with `request.conflict` when the question was asked before. */
    create(item: ApprovalItem): Write[] {
      const { tenantId, releaseId, stage, cycle, approvalId } = item;
      return [
        putItem(question.create({ tenantId, releaseId, stage, cycle, approvalId }).params(), baseErrors.conflict()),
        putItem(approval.create(item).params(), baseErrors.conflict()),
      ];
    },

    /** Ends a pending approval. */
    end(loaded: ApprovalItem, status: Exclude<ApprovalStatus, 'PENDING'>, at: string): Write {
      const { tenantId, approvalId, revision } = loaded;
      const params = approval
        .patch({ tenantId, approvalId })
        .set({ status, decidedAt: at, revision: revision + 1 })
        .where((attribute, { eq }) => eq(attribute.revision, revision))
        .params();
      return updateItem(params, baseErrors.conflict());
    },

    addDecision: (item: DecisionItem): Write => putItem(decision.create(item).params(), baseErrors.conflict()),
  };
}
