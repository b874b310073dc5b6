// Answers that the API can answer.
import type { Ops } from '../deps.ts';

export const getHealth: Ops['getHealth'] = async () => ({
  body: { status: 'ok' },
  headers: { 'cache-control': 'no-store' },
});
