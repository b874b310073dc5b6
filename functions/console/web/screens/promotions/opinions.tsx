// The people's part of a promotion: the question about it with the approvals so far, and the override of a freeze.
import { Link } from 'react-router';
import { useRead } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Section } from '../../parts/page.tsx';
import { Shown } from '../../parts/shown.tsx';
import { Status } from '../../parts/status.tsx';
import { Time } from '../../parts/time.tsx';
import type { Promotion } from './seen.ts';

interface OfPromotion {
  readonly promotion: Promotion;
}

export function Approvals({ promotion: { round, ...promotion } }: OfPromotion) {
  const { slug } = useTenant();
  const approvalId = promotion.approvalId ?? '';
  const read = useRead(
    'GET /approvals/{approval}',
    { params: { approval: approvalId } },
    { enabled: approvalId !== '' },
  );
  if (approvalId === '') return null;
  return (
    <Section title="Approvals">
      <Shown what="the approvals" read={read}>
        {({ question, status, policy, decisions }) => (
          <>
            <p>
              <Status status={status} /> <Link to={`/${slug}/approvals/${approvalId}`}>{question}</Link>{' '}
              <span className="small">
                {decisions.filter(({ action }) => action === 'APPROVED').length} of {policy.approvalsNeeded} needed
                {round > 1 && `; asked for the ${round}th time, as the policy changed`}
              </span>
            </p>
            <ul className="rows">
              {decisions.map(({ userId, name, action, comment, decidedAt }) => (
                <li key={userId}>
                  <span>
                    <Status status={action} /> {name} {comment && <span className="small">{comment}</span>}
                  </span>
                  <Time at={decidedAt} />
                </li>
              ))}
            </ul>
          </>
        )}
      </Shown>
    </Section>
  );
}

export function Override({ promotion: { override } }: OfPromotion) {
  if (!override) return null;
  const { requestedByName, requestedAt, reason, ticket, grantedByName, grantedAt, expiresAt } = override;
  return (
    <Section title="Override of the freeze">
      <p>
        <Status status={grantedAt === null ? 'PENDING' : 'GRANTED'} tone={grantedAt === null ? 'waiting' : 'good'} />{' '}
        asked for by {requestedByName} <Time at={requestedAt} />
        {grantedAt === null ? (
          '; another person must grant it'
        ) : (
          <>
            , granted by {grantedByName} <Time at={grantedAt} />
          </>
        )}
        . It ends <Time at={expiresAt} />.
      </p>
      <p className="prose">
        {reason} {ticket !== null && <span className="small">{ticket}</span>}
      </p>
    </Section>
  );
}
