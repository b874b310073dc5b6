// Reads a tenant's mail binding and members, for functions with repositories.
import { readMany } from '../../_base/table/reads.ts';
import type { Table } from '../../_base/table/table.ts';
import { createMailRules, type ReadMailRules } from './mail.store.ts';

export const mailRulesOf = (table: Table): ReadMailRules => createMailRules((keys) => readMany(table, keys));
