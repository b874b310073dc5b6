// The outside world's share: integrations that do not answer as they should, and messages that were not delivered.
import { Link } from 'react-router';
import { type Item, type List, useChange } from '../../app/data.ts';
import { useMe, useTenant } from '../../app/tenant.tsx';
import { actionOf, actionOfMe, Deed } from '../../parts/deed.tsx';
import { Status, wordsOf } from '../../parts/status.tsx';
import { Since, Time } from '../../parts/time.tsx';
import { Need } from './need.tsx';

type Integration = Item<'GET /integrations'>;
type Message = Item<'GET /notifications/failed'>;

const SEGMENTS = {
  SCM: 'scm',
  TARGET: 'targets',
  PIPELINE: 'pipelines',
  COMMUNICATION: 'communications',
  TICKET: 'tickets',
  REGISTRY: 'registries',
} as const satisfies Readonly<Record<Integration['kind'], string>>;

function Verify({ integration }: { readonly integration: Integration }) {
  const me = useMe();
  const change = useChange();
  const { id, kind, name } = integration;
  return (
    <Deed
      label="Verify again"
      action={actionOfMe(me, 'verifyIntegration')}
      question={<>Call {name} with its credentials now?</>}
      run={() =>
        change('POST /integrations/{kind}/{integrationId}/verify', {
          params: { kind: SEGMENTS[kind], integrationId: id },
        })
      }
    />
  );
}

export function Broken({ list }: { readonly list: List<Integration> }) {
  const { slug } = useTenant();
  return (
    <Need title="Broken integrations" list={list} aside={<Link to={`/${slug}/integrations`}>All integrations</Link>}>
      {(integration) => (
        <>
          <span>
            <Link to={`/${slug}/integrations/${SEGMENTS[integration.kind]}/${integration.id}`}>{integration.name}</Link>{' '}
            <Status status={integration.verificationStatus} />{' '}
            {integration.brokenSince && (
              <span className="small">
                for <Since at={integration.brokenSince} />
              </span>
            )}
            {integration.verificationError && <p className="bad">{integration.verificationError}</p>}
          </span>
          <Verify integration={integration} />
        </>
      )}
    </Need>
  );
}

function Failed({ message }: { readonly message: Message }) {
  const change = useChange();
  const { slug } = useTenant();
  const { id: notification, channel, purpose, at, error, release, actions } = message;
  const again = () =>
    release
      ? change('POST /releases/{release}/notifications/{notification}/redeliver', {
          params: { release: release.id, notification },
        })
      : change('POST /notifications/{notification}/redeliver', { params: { notification } });
  return (
    <>
      <span>
        {wordsOf(channel)}: {purpose} {release && <Link to={`/${slug}/releases/${release.key}`}>{release.key}</Link>}{' '}
        <span className="small">failed</span> <Time at={at} />
        {error && <p className="bad">{error}</p>}
      </span>
      <Deed
        label="Send again"
        action={actionOf(actions, release ? 'redeliverNotification' : 'redeliverTenantNotification')}
        question={
          <>
            Send the message about {purpose} to {wordsOf(channel)} again?
          </>
        }
        run={again}
      />
    </>
  );
}

export function Unsent({ list }: { readonly list: List<Message> }) {
  const me = useMe();
  const change = useChange();
  const { slug } = useTenant();
  const aside = (
    <span className="buttons">
      <Link to={`/${slug}/notifications`}>All messages</Link>
      <Deed
        label="Send all again"
        action={actionOfMe(me, 'redeliverFailedNotifications')}
        question={<>Send the failed messages of all releases, webhooks and of the tenant again, at most 40 at once?</>}
        run={() => change('POST /notifications/redeliver-failed', {})}
      />
    </span>
  );
  return (
    <Need title="Messages that were not delivered" list={list} aside={aside}>
      {(message) => <Failed message={message} />}
    </Need>
  );
}
