// The check of an export finds every single edit, deletion, swap and insertion of rows, and names the first broken place: in 10,000
// random samples, and in a file of 100,000 entries.
import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  COLUMNS,
  checkExport,
  entryRow,
  headRow,
  safeText,
  shownText,
} from '../../../../entities/audit/audit-export.model.ts';
import { type AuditContent, chained, type Head, signedText } from '../../../../entities/audit/chain.model.ts';
import { dice } from '../../../support/dice.ts';

const TENANT = '0192f000-0000-7000-8000-000000000001';
const { privateKey, publicKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publicKey = key.export({ type: 'spki', format: 'pem' }) as string;

const contentAt = (position: number): AuditContent => ({
  id: `0192f000-0000-7000-8000-${String(position).padStart(12, '0')}`,
  at: new Date(1_770_000_000_000 + position).toISOString(),
  actorType: 'USER',
  actorId: `user-${position % 7}`,
  actorName: '=Ada',
  action: 'release.created',
  resourceType: 'Release',
  resourceId: `release-${position}`,
  details: `{"position":${position}}`,
  ip: '192.0.2.1',
  userAgent: 'tests',
  correlationId: `correlation-${position}`,
});

/** The cells of an export of `count` entries, the oldest of them number `first`, which is row `count + 2`. */
function exported(count: number, first = 1): string[][] {
  const chain = chained(
    TENANT,
    undefined,
    Array.from({ length: first - 1 + count }, (_, at) => contentAt(at)),
  ).slice(first - 1);
  const { seq, hash } = chain.at(-1) as (typeof chain)[number];
  const unsigned = { seq, hash, at: '2026-03-01T12:00:00.000Z', keyId: 'key-1' };
  const signature = sign('sha256', Buffer.from(signedText(TENANT, unsigned)), privateKey).toString('base64');
  const head: Head = { ...unsigned, signature };
  const rows = [headRow({ tenantId: TENANT, head, first, publicKey }), ...chain.toReversed().map(entryRow)];
  return [[...COLUMNS], ...rows.map((row) => COLUMNS.map((name) => safeText(row[name])))];
}

const FIRST = 11;
const COUNT = 40;
const NEWEST = FIRST + COUNT - 1;
const file = exported(COUNT, FIRST);
/** The rows of entries begin after the columns and the head. */
const seqOf = (row: number): number => NEWEST - (row - 2);

interface Sample {
  readonly rows: string[][];
  /** The number of the entry that must be named; undefined if the row has none. */
  readonly seq?: number | undefined;
}

const thrown = dice(20_260_301);
const upTo = (most: number): number => Math.floor(thrown() * most);
const replaced = (rows: readonly string[][], at: number, row: string[]) => rows.with(at, row);

/** One character of a text is another one, is missing, or is new. */
function edited(text: string): string {
  const at = upTo(text.length + 1);
  const kind = text === '' ? 1 : upTo(3);
  if (kind === 0 && at < text.length) return text.slice(0, at) + (text[at] === 'x' ? 'y' : 'x') + text.slice(at + 1);
  if (kind === 2) return text.slice(0, Math.max(0, at - 1)) + text.slice(Math.max(1, at));
  return `${text.slice(0, at)}0${text.slice(at)}`;
}

const TAMPERINGS: Readonly<Record<string, (rows: string[][]) => Sample>> = {
  edit(rows) {
    const row = 1 + upTo(rows.length - 1);
    const column = upTo(COLUMNS.length);
    const cells = rows[row] as string[];
    const cell = edited(cells[column] ?? '');
    const changed = { rows: replaced(rows, row, cells.with(column, cell)) };
    // A number that an entry should not have: the place where it is missing, or the one that it takes.
    if (row === 1 || column === 0) return changed;
    return { ...changed, seq: COLUMNS[column] === 'signature' ? undefined : seqOf(row) };
  },
  deletion(rows) {
    const row = 1 + upTo(rows.length - 1);
    return { rows: rows.toSpliced(row, 1), seq: row === 1 ? undefined : seqOf(row) };
  },
  swap(rows) {
    const one = 2 + upTo(rows.length - 2);
    const other = 2 + ((one - 2 + 1 + upTo(rows.length - 3)) % (rows.length - 2));
    const [before, after] = [Math.min(one, other), Math.max(one, other)];
    const swapped = rows.with(before, rows[after] as string[]).with(after, rows[before] as string[]);
    return { rows: swapped, seq: seqOf(after) };
  },
  insertion(rows) {
    const row = 2 + upTo(rows.length - 1);
    const of = 2 + upTo(rows.length - 2);
    const copy = rows[of] as string[];
    const forged = upTo(2) === 0 ? copy : copy.with(COLUMNS.indexOf('resourceId'), 'forged');
    return { rows: rows.toSpliced(row, 0, forged), seq: seqOf(of) };
  },
};

describe('the check of an export', () => {
  it('finds a whole file intact, with the key of the file or the one that it is given', () => {
    for (const options of [{}, { publicKey }, { isPart: true }]) {
      expect(checkExport(file, options)).toEqual({
        entries: COUNT,
        first: FIRST,
        last: NEWEST,
        head: expect.objectContaining({ tenantId: TENANT, first: FIRST }),
      });
    }
  });

  it.each(Object.entries(TAMPERINGS))('finds each %s of 2,500, and names the first broken place', (_, tamper) => {
    for (let sample = 0; sample < 2_500; sample++) {
      const { rows, seq } = tamper(file);
      const { broken } = checkExport(rows);
      // The rows are a message of 15 KB, written for the sample that fails only.
      if (!broken) expect.fail(JSON.stringify(rows));
      if (seq !== undefined) expect(broken.seq).toBe(seq);
    }
  });

  it('finds them in a file of 100,000 entries too', { timeout: 60_000 }, () => {
    const large = exported(100_000);
    expect(checkExport(large).broken).toBeUndefined();
    for (const tamper of Object.values(TAMPERINGS)) expect(checkExport(tamper(large).rows).broken).toBeDefined();
  });

  it.each([
    ['no columns', [], 'COLUMNS', 1],
    ['other columns', [['seq']], 'COLUMNS', 1],
    ['no head', file.toSpliced(1, 1), 'NO_HEAD', 2],
    ['a head alone', file.slice(0, 2), 'MISSING', 2],
    ['a chain that was computed again from an entry on', rehashed(), 'HEAD', 2],
    ['an entry after the head', extended(), 'BEYOND', 3],
    [
      'a cell without the mark before its formula',
      file.with(5, (file[5] as string[]).with(6, '=Ada')),
      'UNREADABLE',
      6,
    ],
  ] as const)('names %s', (_, rows, problem, row) => {
    expect(checkExport(rows as string[][]).broken).toMatchObject({ problem, row, message: expect.any(String) });
  });

  it('names a head that another key signed', () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
    const pem = other.export({ type: 'spki', format: 'pem' }) as string;
    expect(checkExport(file, { publicKey: pem }).broken).toMatchObject({ row: 2, problem: 'UNSIGNED' });
  });

  it.each([
    ['without some entries', file.filter((_, at) => at < 2 || at % 3 === 0), undefined],
    ['without its head', file.toSpliced(1, 1), undefined],
    ['with a changed entry', file.with(9, (file[9] as string[]).with(7, 'release.deleted')), 'CHANGED'],
    ['with swapped entries', file.with(9, file[10] as string[]).with(10, file[9] as string[]), 'ORDER'],
  ] as const)('takes or names a part %s', (_, rows, problem) => {
    expect(checkExport(rows, { isPart: true }).broken?.problem).toBe(problem);
  });
});

/** Entry 20 says something else, and all entries from there on have new hashes. */
function rehashed(): string[][] {
  const contents = Array.from({ length: NEWEST }, (_, at) => ({ ...contentAt(at), ...(at === 19 && { ip: '' }) }));
  const rows = chained(TENANT, undefined, contents)
    .slice(FIRST - 1)
    .toReversed()
    .map(entryRow);
  return [...file.slice(0, 2), ...rows.map((row) => COLUMNS.map((name) => safeText(row[name])))];
}

/** One more entry, rightly chained, that no head covers. */
function extended(): string[][] {
  const chain = chained(
    TENANT,
    undefined,
    Array.from({ length: NEWEST + 1 }, (_, at) => contentAt(at)),
  );
  const row = entryRow(chain.at(-1) as (typeof chain)[number]);
  return file.toSpliced(
    2,
    0,
    COLUMNS.map((name) => safeText(row[name])),
  );
}

describe('a cell', () => {
  it.each(['', 'plain', '=1', '+1', '-1', '@x', '\tx', '\rx', '\nx', '＝x', "'=x", "''=x", "'plain", "'"])(
    'gives %j back, and runs nothing',
    (text) => {
      expect(shownText(safeText(text))).toBe(text);
      expect(safeText(text)).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
    },
  );
});
