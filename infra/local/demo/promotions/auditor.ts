// An auditor who trusts nobody: downloads the evidence of a release and the public key, and checks the file offline with the command
// `npm run verify-evidence`, also a copy in which one digit was changed.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reply, Scene } from '../scene.ts';

const VERIFY = join(import.meta.dirname, '..', '..', '..', 'tools', 'verify-evidence.ts');

export interface Checked {
  readonly status: number;
  /** The first line of what it said. */
  readonly words: string;
}

export interface Audit {
  readonly whole: Checked;
  /** Of the copy. */
  readonly forged: Checked;
}

function verify(file: string, key: string): Promise<Checked> {
  return new Promise((resolve) => {
    execFile(process.execPath, [VERIFY, file, '--key', key], (error, stdout, stderr) => {
      const [words = ''] = (stdout || stderr).split('\n');
      resolve({ status: error === null ? 0 : Number(error.code ?? 2), words });
    });
  });
}

/** All pages of the file: the header Link of one names the next. */
async function download({ developer }: Scene, release: string): Promise<string> {
  let text = '';
  for (let cursor: string | undefined; ; ) {
    const query = cursor === undefined ? {} : { cursor };
    const reply = await developer.call('GET /releases/{release}/evidence', { params: { release }, query });
    if (!reply.ok) throw new Error(`the evidence: ${reply.status} ${reply.body.code}`);
    text += reply.body;
    const [, next] = /<([^>]+)>; rel="next"/.exec(reply.headers.get('link') ?? '') ?? [];
    if (next === undefined) return text;
    cursor = new URL(next, 'http://localhost').searchParams.get('cursor') ?? undefined;
  }
}

/** The file with another digit: the number of a packet. */
const forgedOf = (text: string): string => text.replace('"releaseNumber":2', '"releaseNumber":3');

/** Checks the evidence of the release; its files are written to `folder`. */
export async function auditEvidence(scene: Scene, { id }: Reply, folder: string): Promise<Audit> {
  const [text, pem] = await Promise.all([download(scene, id), scene.developer.must('GET /evidence/key')]);
  const at = (name: string, content: string): string => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  const key = at('evidence-key.pem', String(pem));
  const [whole, forged] = await Promise.all([
    verify(at('evidence.jsonl', text), key),
    verify(at('evidence-forged.jsonl', forgedOf(text)), key),
  ]);
  return { whole, forged };
}
