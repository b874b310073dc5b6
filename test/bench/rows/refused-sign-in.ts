// The time of a refused sign-in with a known and with an unknown name, at the real cost of passwords: their difference by the rank test of
// Mann and Whitney. Names are tried in turns, in a random order, so that the machine's noise meets both.
import { createPasswords } from '../../../functions/_kit/accounts/passwords.ts';
import { startAccess } from '../../api/access/fixture.ts';
import type { Measurement } from '../measurement.ts';
import { median } from '../row.ts';

const TURNS = 200;
const QUICK_TURNS = 40;
/** Beyond it with a probability of 1 in 16,000 if the distributions are the same. */
const MOST_Z = 4;
const DAY_MS = 86_400_000;

const LOGINS = { known: 'ada.admin', unknown: 'no.body' } as const;
type Name = keyof typeof LOGINS;

/** The statistic U as a standard normal value. */
function rankTest(one: readonly number[], other: readonly number[]): number {
  const all = [...one.map((value) => [value, 1] as const), ...other.map((value) => [value, 0] as const)].sort(
    ([a], [b]) => a - b,
  );
  const ranks = all.reduce((sum, [, isOne], index) => sum + isOne * (index + 1), 0);
  const [n, m] = [one.length, other.length];
  return (ranks - (n * (n + 1)) / 2 - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
}

export const refusedSignIn: Measurement = {
  name: 'refused-sign-in',
  about: 'whether the time of a refused sign-in says if the name exists',
  async measure({ isQuick, ending }) {
    const world = await startAccess();
    ending(() => void world.stop());
    const tenant = await world.tenant();
    const hashing = createPasswords({ allowCommon: true });
    const userId = tenant.of('ADMIN').userId ?? '';
    await world.setHash(tenant.id, userId, await hashing.hash(userId, 'correct horse battery'));
    const times: Record<Name, number[]> = { known: [], unknown: [] };
    for (let turn = 0; turn < (isQuick ? QUICK_TURNS : TURNS); turn++) {
      const names: Name[] = Math.random() < 0.5 ? ['known', 'unknown'] : ['unknown', 'known'];
      for (const name of names) {
        // Attempts that come a day later are not delayed.
        world.clock.at += DAY_MS;
        const body = { login: LOGINS[name], password: 'x' };
        const from = performance.now();
        const reply = await world.callWith({ hashing }, { method: 'POST', path: '/sessions', tenant: tenant.id, body });
        times[name].push(performance.now() - from);
        if (reply.status !== 401) throw new Error(`not refused: ${reply.text}`);
      }
    }
    await world.stop();
    const z = Math.abs(rankTest(times.known, times.unknown));
    return [
      {
        what: 'refused sign-ins, known and unknown names: |z|',
        measured: Number(z.toFixed(2)),
        allowed: MOST_Z,
        unit: 'count',
      },
      { what: 'a refused sign-in, known name', measured: median(times.known), unit: 'ms' },
      { what: 'a refused sign-in, unknown name', measured: median(times.unknown), unit: 'ms' },
    ];
  },
};
