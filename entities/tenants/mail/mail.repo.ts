// Reads which mail a tenant may send, for functions that have the table of repositories.
import { readMany } from '../../_base/table/reads.ts';
import type { Table } from '../../_base/table/table.ts';
import { createMailRules, type ReadMailRules } from './mail.store.ts';

export const mailRulesOf = (table: Table): ReadMailRules => createMailRules((keys) => readMany(table, keys));
