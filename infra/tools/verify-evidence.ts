// The command `npm run verify-evidence`: checks the evidence of a release without Windlass, and names the first broken link.
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkFile, type FileCheck } from '../../entities/evidence/evidence-file.model.ts';

const USAGE = `Usage: npm run verify-evidence -- <file> [options]

  <file>         the pages of GET /releases/{release}/evidence, one after the other
  --key <file>   the public key of GET /evidence/key (PEM); without it the key in the file is used, which its forger could replace
  --help         shows this

Checks the signature, the content and the place of every packet, and the signed head of the chain. Exit status: 0 if the file is intact,
1 if not, 2 for wrong arguments.`;

const options = { key: { type: 'string' }, help: { type: 'boolean', default: false } } as const;

function report({ releaseId, keyId, packets, broken }: FileCheck, hasKey: boolean): string {
  if (broken) {
    const packet = broken.releaseNumber === undefined ? '' : `, packet ${broken.releaseNumber}`;
    return `BROKEN at line ${broken.line}${packet}: ${broken.message}`;
  }
  const warning = hasKey ? '' : '\nThe key is the one in the file: compare it with GET /evidence/key, or use --key.';
  return `OK: ${packets} packets of release ${releaseId}, signed by key ${keyId}${warning}`;
}

function main(): number {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [file, ...more] = positionals;
  if (values.help || file === undefined || more.length > 0) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const publicKey = values.key === undefined ? undefined : readFileSync(values.key, 'utf8');
  // A key that cannot be read is a wrong argument.
  if (publicKey !== undefined) createPublicKey(publicKey);
  const check = checkFile(readFileSync(file, 'utf8'), { publicKey, now: Date.now() });
  console.log(report(check, publicKey !== undefined));
  return check.broken ? 1 : 0;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(`verify-evidence: ${(error as Error).message}`);
  process.exitCode = 2;
}
