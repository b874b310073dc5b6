// exportAuditEntries: pages that make one file, which verify-audit finds intact; text that no spreadsheet runs.
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COLUMNS, checkExport } from '../../../entities/audit/audit-export.model.ts';
import { auditItem } from '../../support/services/audit-sealing.ts';
import { NOW, startAudit } from './fixture.ts';

const FOREIGN = [
  '=1+1',
  '+1',
  '-1',
  '@A1',
  '\tx',
  '\rx',
  "'=x",
  "''=x",
  '＝1',
  'a,"b"\r\nc',
  '<script>alert(1)</script>',
  'ä 🚢',
];

let audit: Awaited<ReturnType<typeof startAudit>>;
beforeAll(async () => {
  audit = await startAudit();
  const items = Array.from({ length: 130 }, (_, index) =>
    auditItem(audit, NOW - 1_000_000 + index, {
      resourceId: `release-${index % 2}`,
      userAgent: FOREIGN[index % FOREIGN.length] ?? '',
      details: { name: FOREIGN[index % FOREIGN.length] },
    }),
  );
  await audit.write(...items.slice(0, 70));
  await audit.write(...items.slice(70));
  await audit.sealNew();
});
afterAll(() => audit.stop());

/** The pages of an export, by the Link of each. */
async function pagesOf(path: string): Promise<string[]> {
  const pages: string[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const { status, text, headers } = await audit.get(next);
    expect(status).toBe(200);
    pages.push(text);
    next = /^<\/api\/v1\/[^/]+(.+)>; rel="next"$/.exec(headers.link ?? '')?.[1];
  }
  return pages;
}
const rowsOf = (pages: readonly string[]) => parse(pages.join('')) as string[][];

describe('exportAuditEntries', () => {
  it('answers CSV as a file', async () => {
    const { headers } = await audit.get('/audit.csv');
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="audit.csv"',
    });
  });

  it.each([1000, 40, 1])('answers pages of at most %i entries, which make one intact file', async (limit) => {
    const pages = await pagesOf(`/audit.csv?limit=${limit}`);
    expect(pages).toHaveLength(limit === 1000 ? 1 : Math.ceil(130 / limit));
    const rows = rowsOf(pages);
    expect(rows[0]).toEqual([...COLUMNS]);
    expect(checkExport(rows, { publicKey: await audit.signer.publicKey() })).toMatchObject({
      entries: 130,
      first: 1,
      last: 130,
    });
    expect(checkExport(rows).broken).toBeUndefined();
  });

  it('begins no cell like a formula, and loses no text', async () => {
    const cells = rowsOf(await pagesOf('/audit.csv')).flat();
    expect(cells.filter((cell) => /^[=+\-@\t\r\n＝＋－＠]/.test(cell))).toEqual([]);
    expect(cells).toEqual(
      expect.arrayContaining(["'=1+1", "''=x", "'''=x", 'a,"b"\r\nc', '<script>alert(1)</script>']),
    );
  });

  it('answers a filter as a part of the log', async () => {
    const rows = rowsOf(await pagesOf('/audit.csv?resourceId=release-1&limit=20'));
    expect(checkExport(rows, { isPart: true })).toMatchObject({ entries: 65, first: 2, last: 130 });
    expect(checkExport(rows, { isPart: true }).broken).toBeUndefined();
    expect(checkExport(rows).broken).toMatchObject({ problem: 'MISSING', seq: 1 });
  });

  it('leaves out entries that were sealed after its first page', async () => {
    const late = await startAudit();
    const items = Array.from({ length: 6 }, (_, index) => auditItem(late, NOW - 6000 + index * 1000));
    await late.deliver(items.filter((_, index) => index !== 1));
    const first = await late.get('/audit.csv?limit=3');
    await late.deliver(items);
    const link = /^<\/api\/v1\/[^/]+(.+)>; rel="next"$/.exec(first.headers.link ?? '')?.[1] ?? '';
    const second = await late.get(link);
    expect(checkExport(rowsOf([first.text, second.text]))).toMatchObject({ entries: 5, first: 1, last: 5 });
    expect(checkExport(rowsOf([first.text, second.text])).broken).toBeUndefined();
    await late.stop();
  });

  it('answers the names of the columns alone while nothing is sealed', async () => {
    const empty = await startAudit();
    expect(rowsOf(await empty.get('/audit.csv').then(({ text }) => [text]))).toEqual([[...COLUMNS]]);
    await empty.stop();
  });

  it('answers less than 3 MB, however long the details are', async () => {
    const large = await startAudit();
    const details = { text: '"'.repeat(7_000) };
    const items = Array.from({ length: 400 }, (_, index) => auditItem(large, NOW - 1000 + index, { details }));
    await large.deliver(items);
    const { text, headers } = await large.get('/audit.csv');
    expect(text.length).toBeGreaterThan(1_000_000);
    expect(Buffer.byteLength(JSON.stringify(text))).toBeLessThan(6_000_000);
    expect(headers.link).toMatch(/rel="next"/);
    await large.stop();
  });

  it.each(['limit=0', 'limit=1001', 'cursor=x', 'cursor=1~x', 'total=true'])('answers 400 for %s', async (query) => {
    expect((await audit.get(`/audit.csv?${query}`)).status).toBe(400);
  });

  it.each(['DEVELOPER', 'VIEWER', 'CI'] as const)('answers %s 403', async (role) => {
    expect((await audit.call({ role, method: 'GET', path: '/audit.csv' })).status).toBe(403);
  });
});
