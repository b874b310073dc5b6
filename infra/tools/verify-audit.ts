// The command `npm run verify-audit`: checks an export of the audit log without Windlass, and names the first broken link.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CsvError, parse } from 'csv-parse/sync';
import { checkExport, type FileCheck } from '../../entities/audit/audit-export.model.ts';

const USAGE = `Usage: npm run verify-audit -- <file> [options]

  <file>         the pages of GET /audit.csv, one after the other
  --key <file>   the public key of GET /audit/heads (PEM); without it the key in the file is used, which its forger could replace
  --part         the file is a part of the log: it was exported by a filter, or has not all pages
  --help         shows this

Checks the hash and the place of every entry, and the signed head of the chain. Exit status: 0 if the file is intact, 1 if not, 2 for
wrong arguments.`;

const options = {
  key: { type: 'string' },
  part: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

function readRows(file: string): string[][] | string {
  try {
    return parse(readFileSync(file, 'utf8'), { bom: true });
  } catch (error) {
    if (error instanceof CsvError) return `it is not CSV: ${error.message}`;
    throw error;
  }
}

function report({ entries, first, last, head, broken }: FileCheck, hasKey: boolean): string {
  if (broken) {
    const entry = broken.seq === undefined ? '' : `, entry ${broken.seq}`;
    return `BROKEN at row ${broken.row}${entry}: ${broken.message}`;
  }
  const range = entries === 0 ? 'no entries' : `${entries} entries, number ${first} to ${last}`;
  const signed = head
    ? `; the head is entry ${head.head.seq}, signed on ${head.head.at} by key ${head.head.keyId}`
    : '';
  const warning =
    head && !hasKey ? '\nThe key is the one in the file: compare it with GET /audit/heads, or use --key.' : '';
  return `OK: ${range}${signed}${warning}`;
}

function main(): number {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [file, ...more] = positionals;
  if (values.help || file === undefined || more.length > 0) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const rows = readRows(file);
  if (typeof rows === 'string') {
    console.log(`BROKEN: ${rows}`);
    return 1;
  }
  const publicKey = values.key === undefined ? undefined : readFileSync(values.key, 'utf8');
  const check = checkExport(rows, { isPart: values.part, publicKey });
  console.log(report(check, publicKey !== undefined));
  return check.broken ? 1 : 0;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(`verify-audit: ${(error as Error).message}`);
  process.exitCode = 2;
}
