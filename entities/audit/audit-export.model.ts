// The export of the audit log as CSV: its columns, its rows, and the check of a whole file without Windlass. The first row is the
// signed head, then come entries, newest first. Used by the API and verify-audit. Pure.
import { createPublicKey } from 'node:crypto';
import {
  type AuditContent,
  BREAKS,
  breakAt,
  type ChainEntry,
  CONTENT,
  type Head,
  isSigned,
  type Link,
} from './chain.model.ts';

export const COLUMNS = ['seq', ...CONTENT, 'previousHash', 'hash', 'signature'] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** Beginnings that spreadsheets take for a formula (OWASP, "CSV Injection"), and our own mark before them. */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;
const MARKED = /^'+[=+\-@\t\r\n＝＋－＠]/;

/** Text that no spreadsheet runs. `shownText` gives it back unchanged. */
export const safeText = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);
export const shownText = (cell: string): string => (MARKED.test(cell) ? cell.slice(1) : cell);

const EMPTY = Object.fromEntries(COLUMNS.map((name) => [name, ''])) as Row;

export const entryRow = ({ seq, content, previousHash, hash }: ChainEntry): Row => ({
  ...EMPTY,
  ...content,
  ...{ seq: String(seq), previousHash, hash },
});

export interface ExportHead {
  readonly tenantId: string;
  readonly head: Head;
  /** The number of the oldest entry that has not expired. */
  readonly first: number;
  /** PEM. */
  readonly publicKey: string;
}

export function headRow({ tenantId, head, first, publicKey }: ExportHead): Row {
  const { seq, at, keyId, hash, signature } = head;
  const details = JSON.stringify({ first, keyId, publicKey });
  const of = { action: 'audit.sealed', resourceType: 'Tenant', resourceId: tenantId };
  return { ...EMPTY, ...of, seq: String(seq), at, details, hash, signature };
}

const NUMBER = /^[1-9]\d{0,11}$/;

function readEntry(row: Row): ChainEntry | undefined {
  if (!NUMBER.test(row.seq) || row.signature !== '') return undefined;
  const content = Object.fromEntries(CONTENT.map((name) => [name, row[name]])) as AuditContent;
  return { seq: Number(row.seq), content, previousHash: row.previousHash, hash: row.hash };
}

const pemOf = (publicKey: string) => createPublicKey(publicKey).export({ type: 'spki', format: 'pem' });

function readHead(row: Row | undefined): ExportHead | undefined {
  try {
    const { seq, at, hash, signature, resourceId: tenantId, details } = row as Row;
    const { first, keyId, publicKey } = JSON.parse(details) as { first: number; keyId: string; publicKey: string };
    const read = { tenantId, head: { seq: Number(seq), at, keyId, hash, signature }, first, publicKey };
    const again = headRow(read);
    const isSame = COLUMNS.every((name) => again[name] === row?.[name]);
    return isSame && NUMBER.test(seq) && pemOf(publicKey) === publicKey ? read : undefined;
  } catch {
    return undefined;
  }
}

const FILE_BREAKS = {
  ...BREAKS,
  COLUMNS: `the columns are not ${COLUMNS.join(', ')}`,
  NO_HEAD: 'the first row is not the signed head of a chain',
  UNREADABLE: 'the row is not a row of an export',
  ORDER: 'the row is not in its place: newest entries come first',
} as const;

export interface FileBreak {
  /** Of the file's rows: the head of the columns is 1. */
  readonly row: number;
  /** The number of the entry, if there is one. */
  readonly seq?: number | undefined;
  readonly problem: keyof typeof FILE_BREAKS;
  readonly message: string;
}

export interface FileCheck {
  readonly entries: number;
  readonly first?: number | undefined;
  readonly last?: number | undefined;
  /** The signed head of the file. */
  readonly head?: ExportHead | undefined;
  readonly broken?: FileBreak;
}

export interface CheckOptions {
  /** The file is a part: a filter or a page. Its entries need not follow each other, and it may lack the head. */
  readonly isPart?: boolean;
  /** PEM, from another source than the file. */
  readonly publicKey?: string | undefined;
}

interface Placed {
  readonly row: number;
  readonly entry: ChainEntry;
}

/** Checks the rows of a file, the columns' names being the first. */
export function checkExport(rows: readonly (readonly string[])[], options: CheckOptions = {}): FileCheck {
  const [columns = [], ...cells] = rows;
  const broken = (row: number, problem: FileBreak['problem'], seq?: number): FileCheck => ({
    entries: cells.length,
    broken: { row, seq, problem, message: FILE_BREAKS[problem] },
  });
  if (columns.join('\n') !== COLUMNS.join('\n')) return broken(1, 'COLUMNS');
  const unsafe = cells.findIndex((row) => row.some((cell) => safeText(shownText(cell)) !== cell));
  if (unsafe >= 0) return broken(unsafe + 2, 'UNREADABLE', Number(cells[unsafe]?.[0]) || undefined);
  const named = cells.map(
    (row) => Object.fromEntries(COLUMNS.map((name, at) => [name, shownText(row[at] ?? '')])) as Row,
  );
  const head = readHead(named[0]);
  if (!head && !options.isPart) return broken(2, 'NO_HEAD');
  if (head && !isSigned(head.tenantId, head.head, options.publicKey ?? head.publicKey)) {
    return broken(2, 'UNSIGNED', head.head.seq);
  }
  const placed: Placed[] = [];
  for (const [at, row] of named.entries()) {
    if (at === 0 && head) continue;
    const entry = readEntry(row);
    if (!entry) return broken(at + 2, 'UNREADABLE', Number(row.seq) || undefined);
    placed.push({ row: at + 2, entry });
  }
  const found = firstBreak(placed, head, options.isPart === true);
  const numbers = placed.map(({ entry }) => entry.seq).toSorted((one, other) => one - other);
  const whole = { entries: placed.length, first: numbers[0], last: numbers.at(-1), head };
  return found ? { ...whole, broken: { ...found, message: FILE_BREAKS[found.problem] } } : whole;
}

function firstBreak(
  placed: readonly Placed[],
  head: ExportHead | undefined,
  isPart: boolean,
): Omit<FileBreak, 'message'> | undefined {
  const inChain = placed.toSorted((one, other) => one.entry.seq - other.entry.seq);
  let last: Link | undefined;
  let expected = isPart ? undefined : head?.first;
  for (const { row, entry } of inChain) {
    const { seq } = entry;
    if (expected !== undefined && seq > expected) return { row, seq: expected, problem: 'MISSING' };
    if (head && (seq > head.head.seq || (!isPart && seq < head.first))) return { row, seq, problem: 'BEYOND' };
    const known = isPart && last && seq > last.seq + 1 ? undefined : last;
    const found = breakAt(head?.tenantId, known, entry);
    if (found) return { row, ...found };
    last = entry;
    expected = isPart ? undefined : seq + 1;
  }
  if (head && last?.seq === head.head.seq && last.hash !== head.head.hash)
    return { row: 2, seq: last.seq, problem: 'HEAD' };
  if (expected !== undefined && head && expected <= head.head.seq) return { row: 2, seq: expected, problem: 'MISSING' };
  const inFile = placed.toSorted((one, other) => (one.entry.content.id > other.entry.content.id ? -1 : 1));
  const misplaced = placed.find((one, at) => one !== inFile[at]);
  return misplaced && { row: misplaced.row, seq: misplaced.entry.seq, problem: 'ORDER' };
}
