// Reads and writes of approvals. Writes are returned for a transaction.
import { isId, shelfOf, type TenantId } from '../_base/ids.ts';
import { itemsOf } from '../_base/table/items.ts';
import type { Page, PageRequest } from '../_base/table/page.ts';
import { removeItems } from '../_base/table/partition.ts';
import { readTogether } from '../_base/table/reads.ts';
import type { Table, Write } from '../_base/table/table.ts';
import {
  type ApprovalItem,
  approvalDefinition,
  type DecisionItem,
  decisionDefinition,
  type QuestionItem,
  questionDefinition,
} from './approval.entity.ts';
import type { ApprovalStatus } from './approval.model.ts';
import { approvalErrors } from './errors.ts';

export interface WholeApproval {
  readonly approval: ApprovalItem;
  readonly decisions: readonly DecisionItem[];
}

export type ApprovalRepo = ReturnType<typeof createApprovalRepo>;

export function createApprovalRepo(table: Table) {
  const approvals = itemsOf(table, approvalDefinition);
  const questions = itemsOf(table, questionDefinition);
  const decisionItems = itemsOf(table, decisionDefinition);
  const keyOf = (tenantId: string, approvalId: string) => ({ tenantId, approvalId, shelf: shelfOf(approvalId) });
  const about = (tenantId: string, subjectId: string) => ({ tenantId, subjectId, shelf: shelfOf(subjectId) });
  const whole = async (tenantId: string, approvalId: string) => {
    const { pk, sk: prefix } = approvals.keyFor(keyOf(tenantId, approvalId));
    return readTogether(table, { pk, prefix }, { found: approvalDefinition, decisions: decisionDefinition });
  };

  return {
    /** The approval with its decisions. Throws `approval.not_found`. */
    async whole(tenantId: TenantId, approvalId: string): Promise<WholeApproval> {
      if (!isId(approvalId)) throw approvalErrors.not_found();
      const { found, decisions } = await whole(tenantId, approvalId);
      if (!found[0]) throw approvalErrors.not_found();
      return { approval: found[0], decisions };
    },

    /** Approvals of one status, newest first. */
    list: (tenantId: TenantId, status: ApprovalStatus, page: PageRequest): Promise<Page<ApprovalItem>> =>
      approvals.page(
        { tenantId, status },
        page,
        { index: 'byStatus', newestFirst: true },
        (item) => item.status === status,
      ),

    /** Approvals about a subject, by stage, latest round first. */
    async listAbout(
      tenantId: TenantId,
      subjectId: string,
      status: ApprovalStatus | undefined,
      page: PageRequest,
    ): Promise<Page<ApprovalItem>> {
      const asked = await questions.page(about(tenantId, subjectId), page, { newestFirst: true });
      const items = await approvals.findMany(asked.items.map(({ approvalId }) => keyOf(tenantId, approvalId)));
      return { ...asked, items: items.filter((item) => status === undefined || item.status === status) };
    },

    /** Those of the approvals that this person has answered. */
    async answeredBy(tenantId: TenantId, userId: string, approvalIds: readonly string[]): Promise<ReadonlySet<string>> {
      const given = await decisionItems.findMany(
        approvalIds.map((approvalId) => ({ ...keyOf(tenantId, approvalId), userId })),
      );
      return new Set(given.map(({ approvalId }) => approvalId));
    },

    /** All questions about a subject: one per stage and round. */
    questionsOf: (tenantId: TenantId, subjectId: string): Promise<QuestionItem[]> =>
      questions.all(about(tenantId, subjectId)),

    /** Deletes the approvals about a subject with their decisions. May be called again after an interruption. */
    async removeOf(tenantId: TenantId, subjectId: string): Promise<void> {
      for (const question of await questions.all(about(tenantId, subjectId))) {
        const { found, decisions } = await whole(tenantId, question.approvalId);
        await removeItems(table, [...decisions.map(decisionItems.keyFor), ...found.map(approvals.keyFor)]);
        await questions.send(questions.forget(question));
      }
    },

    /** Fails with `request.conflict` if the question was asked before. */
    create(item: ApprovalItem): Write[] {
      const { tenantId, subject, stage, round, approvalId } = item;
      const question = { ...about(tenantId, subject.id), stage, round, approvalId };
      return [questions.create(question), approvals.create(item)];
    },

    /** Ends a pending approval. */
    end: (loaded: ApprovalItem, status: Exclude<ApprovalStatus, 'PENDING'>, at: string): Write =>
      approvals.change(loaded, at, { status, decidedAt: at }),

    /** The next revision of a pending approval after one more decision. */
    touch: (loaded: ApprovalItem, at: string): Write => approvals.change(loaded, at, {}),

    /** Replaces an earlier decision of the same person. */
    putDecision: (item: DecisionItem): Write => decisionItems.put(item),
  };
}
