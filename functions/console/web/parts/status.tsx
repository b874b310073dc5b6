// A status as icon, word and colour, so that none of them alone has to be seen.
import { Icon } from './icon.tsx';

const GOOD = [
  'RELEASED',
  'SUCCESS',
  'SUCCEEDED',
  'LIVE',
  'DEPLOYED',
  'PASSED',
  'ALLOW',
  'INTACT',
  'ONLINE',
  'HEALTHY',
  'APPROVED',
  'VERIFIED',
  'ACTIVE',
  'DELIVERED',
  'SENT',
  'ACCEPTED',
  'COMPLETED',
  'DONE',
];
const BAD = [
  'FAILED',
  'FAILURE',
  'REJECTED',
  'CANCELLED',
  'HALTED',
  'WITHDRAWN',
  'INVALID',
  'REVOKED',
  'UNREACHABLE',
  'ROLLED_BACK',
  'OFFLINE',
  'UNHEALTHY',
  'BROKEN',
  'DENY',
];
const WAITING = [
  'PENDING',
  'KICKOFF_PENDING',
  'PAUSED',
  'EXPIRED',
  'INACTIVE',
  'UNVERIFIED',
  'DELAYED',
  'REPLACED',
  'DEGRADED',
  'QUEUED',
  'PENDING_GATES',
  'PENDING_APPROVAL',
];
const PLAIN = ['ARCHIVED', 'DRAFT', 'ABANDONED', 'UNKNOWN', 'SKIPPED', 'SUPERSEDED'];

export type Tone = 'good' | 'bad' | 'waiting' | 'moving' | 'plain';

export function toneOf(status: string): Tone {
  if (GOOD.includes(status)) return 'good';
  if (BAD.includes(status)) return 'bad';
  if (WAITING.includes(status)) return 'waiting';
  return PLAIN.includes(status) ? 'plain' : 'moving';
}

/** `KICKOFF_PENDING` becomes `Kickoff pending`. */
export const wordsOf = (status: string): string =>
  status.charAt(0) + status.slice(1).toLowerCase().replaceAll('_', ' ');

export function Status({ status, tone = toneOf(status) }: { readonly status: string; readonly tone?: Tone }) {
  return (
    <span className={`status ${tone}`}>
      <Icon name={tone} /> {wordsOf(status)}
    </span>
  );
}
