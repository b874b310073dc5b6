// The state of an integration in words: verified or not, when, and why not.
import type { Item } from '../../app/data.ts';
import { Status, type Tone } from '../../parts/status.tsx';
import { Since, Time } from '../../parts/time.tsx';

export type Integration = Item<'GET /integrations/{kind}'>;

const WORDS = {
  VALID: ['VERIFIED', 'good'],
  INVALID: ['INVALID', 'bad'],
  EXPIRED: ['EXPIRED', 'bad'],
  PENDING: ['UNVERIFIED', 'waiting'],
} as const satisfies Record<Integration['verificationStatus'], readonly [string, Tone]>;

export function State({ integration }: { readonly integration: Integration }) {
  const { verificationStatus, isActive, healthStatus, brokenSince, lastVerifiedAt, verificationError } = integration;
  const [word, tone] = WORDS[verificationStatus];
  return (
    <>
      <Status status={word} tone={tone} /> {!isActive && <Status status="OFF" tone="plain" />}{' '}
      {healthStatus === 'UNHEALTHY' && <Status status="FAILING" tone="bad" />}
      <p className="small">
        {lastVerifiedAt ? (
          <>
            Last verified <Time at={lastVerifiedAt} />
          </>
        ) : (
          'Never verified'
        )}
        {brokenSince && (
          <>
            , refused for <Since at={brokenSince} />
          </>
        )}
      </p>
      {verificationError && <p className="bad">{verificationError}</p>}
    </>
  );
}
