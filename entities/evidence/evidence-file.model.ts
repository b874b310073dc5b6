// The whole evidence of a release as one file, a JSON document a line: the first names the release, the key and the signed head, each
// other one is a packet in the order of the release's chain. Its lines, and the check of a file without Windlass. Pure.
import { createPublicKey } from 'node:crypto';
import * as z from 'zod';
import { jsonOf } from '../_base/json.ts';
import { BREAKS, genesisOf, type Link, linkProblem, openHead, openPacket, type Problem } from './chain.model.ts';
import { PACKET_TYPES } from './words.model.ts';

const FORMAT = 'windlass.evidence.1';

const envelope = z.strictObject({
  payloadType: z.string(),
  payload: z.string(),
  signatures: z.array(z.strictObject({ keyid: z.string(), sig: z.string() })),
});

const headerSchema = z.strictObject({
  format: z.literal(FORMAT),
  tenantId: z.string(),
  releaseId: z.string(),
  keyId: z.string(),
  /** PEM. */
  publicKey: z.string(),
  head: envelope,
});

const packetSchema = z.strictObject({
  packetId: z.string(),
  type: z.enum(PACKET_TYPES),
  number: z.number(),
  releaseNumber: z.number(),
  contentHash: z.string(),
  envelope,
});
type PacketLine = z.output<typeof packetSchema>;
type HeaderLine = z.output<typeof headerSchema>;

interface Header {
  readonly tenantId: string;
  readonly releaseId: string;
  readonly keyId: string;
  readonly publicKey: string;
  /** The bytes of its envelope, as text. */
  readonly head: string;
}

export const headerLine = ({ head, ...header }: Header): string =>
  `${JSON.stringify({ format: FORMAT, ...header, head: JSON.parse(head) })}\n`;

/** The envelope goes into the file as it is stored: the bytes of its JSON give the contentHash. */
export function packetLine(listed: Omit<PacketLine, 'envelope'>, bytes: Buffer): string {
  const { packetId, type, number, releaseNumber, contentHash } = listed;
  const line = { packetId, type, number, releaseNumber, contentHash };
  return `${JSON.stringify(line).slice(0, -1)},"envelope":${bytes.toString('utf8')}}\n`;
}

export interface FileBreak {
  /** From 1 on. */
  readonly line: number;
  /** The number of the packet in the release's chain, if it is about a packet. */
  readonly releaseNumber?: number;
  readonly problem: Problem;
  readonly message: string;
}

export interface FileCheck {
  readonly releaseId?: string;
  readonly keyId?: string;
  readonly packets: number;
  /** The first broken link. */
  readonly broken?: FileBreak;
}

interface CheckOptions {
  /** PEM; without it the key in the file is used, which its forger could replace. */
  readonly publicKey?: string | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Reads a line that is exactly as it was written. */
function readLine<S extends z.ZodType>(schema: S, line: string): z.output<S> | undefined {
  const value = jsonOf(line);
  return JSON.stringify(value) === line ? schema.safeParse(value).data : undefined;
}

/** The one text of a public key; undefined if it cannot be read. */
function pemOf(key: string): string | undefined {
  try {
    return createPublicKey(key).export({ type: 'spki', format: 'pem' }) as string;
  } catch {
    return undefined;
  }
}

type Broken = Omit<FileBreak, 'message'>;

interface Walk {
  /** The last packet of an unbroken file. */
  readonly last?: Link;
  readonly broken?: Broken;
}

/** Walks the packets in the order of the file. */
function walk(lines: readonly string[], { tenantId, releaseId }: HeaderLine, key: string, now: number): Walk {
  let last: Link | undefined;
  let before = 0;
  for (const [index, text] of lines.entries()) {
    const line = index + 2;
    const expected = (last?.number ?? 0) + 1;
    const packet = readLine(packetSchema, text);
    if (!packet) return { broken: { line, problem: 'FILE', releaseNumber: expected } };
    const { releaseNumber, contentHash } = packet;
    const opened = openPacket(Buffer.from(JSON.stringify(packet.envelope)), { ...packet, tenantId, releaseId }, key);
    if ('problem' in opened) return { broken: { line, problem: opened.problem, releaseNumber } };
    const { releaseChain, chain } = opened.statement;
    const problem =
      linkProblem(releaseChain, last, genesisOf(tenantId, releaseId), now) ??
      (chain.number <= before ? 'REPEATED' : undefined);
    if (problem) return { broken: { line, problem, releaseNumber: problem === 'MISSING' ? expected : releaseNumber } };
    last = { number: releaseNumber, contentHash };
    before = chain.number;
  }
  return last ? { last } : {};
}

/** Compares the last packet with the signed head, which stands in the first line. */
function atHead(header: HeaderLine, last: Link | undefined, end: number, key: string): Broken | undefined {
  const { tenantId, releaseId, keyId, head: envelope } = header;
  const head = openHead(Buffer.from(JSON.stringify(envelope)), key);
  const isOurs = head?.tenantId === tenantId && head.releaseId === releaseId && head.keyId === keyId;
  if (!head || !isOurs || envelope.signatures.some(({ keyid }) => keyid !== keyId)) return { line: 1, problem: 'HEAD' };
  const reached = last?.number ?? 0;
  if (reached < head.number) return { line: end, problem: 'MISSING', releaseNumber: reached + 1 };
  if (reached > head.number) return { line: end - 1, problem: 'BEYOND', releaseNumber: head.number + 1 };
  return last?.contentHash === head.contentHash ? undefined : { line: 1, problem: 'HEAD' };
}

/** Checks the pages of getReleaseEvidence, one after the other in one text. */
export function checkFile(text: string, { publicKey, now }: CheckOptions): FileCheck {
  const [first = '', ...rest] = text.split('\n');
  const lines = rest.slice(0, -1);
  const header = readLine(headerSchema, first);
  const shown = { ...(header && { releaseId: header.releaseId, keyId: header.keyId }), packets: lines.length };
  const broken = (found: Broken): FileCheck => ({ ...shown, broken: { ...found, message: BREAKS[found.problem] } });
  if (!header) return broken({ line: 1, problem: 'FILE' });
  const key = pemOf(publicKey ?? header.publicKey);
  if (key === undefined || header.publicKey !== key) return broken({ line: 1, problem: 'KEY' });
  const walked = walk(lines, header, key, now);
  if (walked.broken) return broken(walked.broken);
  const end = lines.length + 2;
  if (rest.at(-1) !== '') return broken({ line: end, problem: 'FILE' });
  const found = atHead(header, walked.last, end, key);
  return found ? broken(found) : shown;
}
