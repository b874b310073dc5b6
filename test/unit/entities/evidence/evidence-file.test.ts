// The file of a release's evidence, checked offline: every flipped bit, and every removed, reordered, repeated, foreign or re-signed packet.
import { describe, expect, it } from 'vitest';
import { checkFile } from '../../../../entities/evidence/evidence-file.model.ts';
import { AT, linesOf as linesBy, newKey, RELEASE } from '../../../support/evidence/evidence-lines.ts';

const NOW = Date.parse(AT);
const TEN_YEARS_MS = 3650 * 86_400_000;
const ours = newKey();
const others = newKey();
const linesOf = (count: number, over: Partial<Parameters<typeof linesBy>[1]> = {}) =>
  linesBy(count, { key: ours, ...over });
const check = (lines: readonly string[], publicKey: string | undefined = ours.pem, now = NOW) =>
  checkFile(lines.join(''), { publicKey, now });

const lines = linesOf(4);
const [header = '', one = '', two = '', three = '', four = ''] = lines;

describe('a file', () => {
  it.each([1, 2, 4])('with %i packets is intact', (count) => {
    expect(check(linesOf(count))).toEqual({ packets: count, releaseId: RELEASE, keyId: 'key-1' });
    expect(checkFile(linesOf(count).join(''), { now: NOW }).broken).toBeUndefined();
  });

  const foreign = linesOf(2, { releaseId: '0192f000-0000-7000-8000-0000000000b2' });
  const forged = linesOf(4, { key: others });
  const fork = linesOf(4, { facts: { reason: 'Another reason' } });
  it.each<[string, readonly string[], string, number | undefined, number]>([
    ['without its first packet', [header, two, three, four], 'MISSING', 1, 2],
    ['without a packet in the middle', [header, one, three, four], 'MISSING', 2, 3],
    ['without its last packet', [header, one, two, three], 'MISSING', 4, 5],
    ['without any packet', [header], 'MISSING', 1, 2],
    ['with two packets in the other order', [header, one, three, two, four], 'MISSING', 2, 3],
    ['with the last two in the other order', [header, one, two, four, three], 'MISSING', 3, 4],
    ['with a packet twice', [header, one, two, two, three, four], 'REPEATED', 2, 4],
    ['with the packet of another release', [header, one, foreign[2] ?? '', three, four], 'MISPLACED', 2, 3],
    ['with a packet that another key signed', [header, one, forged[2] ?? '', three, four], 'UNSIGNED', 2, 3],
    ['with the last packet signed by another key', [header, one, two, three, forged[4] ?? ''], 'UNSIGNED', 4, 5],
    ['with a packet of another chain of the same key', [header, one, fork[2] ?? '', three, four], 'UNLINKED', 2, 3],
    ['with an earlier head', [linesOf(2)[0] ?? '', one, two, three, four], 'BEYOND', 3, 5],
    ['with the head of another chain', [fork[0] ?? '', one, two, three, four], 'HEAD', undefined, 1],
    ['with the first line of another release', [foreign[0] ?? '', one, two, three, four], 'MISPLACED', 1, 2],
    ['with the first line twice', [header, header, one, two, three, four], 'FILE', 1, 2],
    ['without its first line', [one, two, three, four], 'FILE', undefined, 1],
    ['without its last character', [header, one, two, three, four.slice(0, -1)], 'FILE', undefined, 5],
    ['with an empty line', [header, one, '\n', two, three, four], 'FILE', 2, 3],
    ['with text after its end', [...lines, 'more'], 'FILE', undefined, 6],
    ['that is empty', [''], 'FILE', undefined, 1],
    ['of another key', forged, 'KEY', undefined, 1],
    ['with a space more', [header, one.replace(':', ': '), two, three, four], 'FILE', 1, 2],
  ])('%s is broken', (_, tampered, problem, releaseNumber, line) => {
    const { broken } = check(tampered);
    expect([broken?.problem, broken?.releaseNumber, broken?.line]).toEqual([problem, releaseNumber, line]);
    expect(broken?.message).toEqual(expect.any(String));
  });

  it('may begin with a later packet once the earlier ones have expired', () => {
    const late = [header, three, four];
    expect(check(late, ours.pem, NOW + TEN_YEARS_MS - 1000).broken).toMatchObject({
      problem: 'MISSING',
      releaseNumber: 1,
    });
    expect(check(late, ours.pem, NOW + TEN_YEARS_MS).broken).toBeUndefined();
    expect(check([header, one, three, four], ours.pem, NOW + TEN_YEARS_MS).broken).toMatchObject({
      problem: 'MISSING',
    });
  });

  it('is broken after any flipped bit', () => {
    const bytes = Buffer.from(linesOf(1).join(''));
    const missed: [number, number][] = [];
    for (let position = 0; position < bytes.length; position++) {
      for (let bit = 0; bit < 8; bit++) {
        const copy = Buffer.from(bytes);
        copy[position] = (copy[position] as number) ^ (1 << bit);
        if (!checkFile(copy.toString('utf8'), { publicKey: ours.pem, now: NOW }).broken) missed.push([position, bit]);
      }
    }
    expect(missed).toEqual([]);
  });

  it('is broken after a flipped bit of its first line, without the key too', () => {
    const whole = linesOf(1).join('');
    const bytes = Buffer.from(whole);
    const missed: [number, number][] = [];
    for (let position = 0; position < whole.indexOf('\n'); position++) {
      for (const bit of [0, 3, 6]) {
        const copy = Buffer.from(bytes);
        copy[position] = (copy[position] as number) ^ (1 << bit);
        if (!checkFile(copy.toString('utf8'), { now: NOW }).broken) missed.push([position, bit]);
      }
    }
    expect(missed).toEqual([]);
  });
});
