// Reads and writes of a tenant's policy for signing in.
import type { TenantId } from '../../_base/ids.ts';
import { firstStamps } from '../../_base/table/entity.ts';
import { itemsOf } from '../../_base/table/items.ts';
import type { Table, Write } from '../../_base/table/table.ts';
import { type SignInPolicyItem, signInPolicyDefinition } from './sign-in-policy.entity.ts';

export type SignInPolicyRepo = ReturnType<typeof createSignInPolicyRepo>;

/** The revision of a policy that was never set. */
const NEVER = 0;

export function createSignInPolicyRepo(table: Table) {
  const policies = itemsOf(table, signInPolicyDefinition);
  return {
    of: async (tenantId: TenantId): Promise<Pick<SignInPolicyItem, 'requiresPasskey' | 'revision'>> =>
      (await policies.find({ tenantId })) ?? { requiresPasskey: false, revision: NEVER },

    /** `known` is the revision that was read; `at` is ISO 8601. */
    set(tenantId: TenantId, known: number, at: string, requiresPasskey: boolean): Write {
      const stamps = { ...firstStamps(signInPolicyDefinition, at), revision: known + 1 };
      return policies.next({ tenantId, requiresPasskey, ...stamps });
    },
  };
}
