// The holds of automatic promotions, each with the rollback that caused it, and its end by a person.
import { Link } from 'react-router';
import { type Item, useChange, useList } from '../../../app/data.ts';
import { useTenant } from '../../../app/tenant.tsx';
import { actionOf, Deed } from '../../../parts/deed.tsx';
import { Empty, Loading } from '../../../parts/loading.tsx';
import { HeldRow, useHeld } from '../../../parts/seen/held.tsx';
import { Listed } from '../../../parts/shown.tsx';
import { Rows } from '../../../parts/tabular/rows.tsx';
import { Time } from '../../../parts/time.tsx';
import { EnvironmentName, type Environments, useEnvironments } from '../../environments/named/environment-names.tsx';

type PromotionHold = Item<'GET /promotion-holds'> & { readonly id: string };

interface HoldProps {
  readonly hold: PromotionHold;
  readonly environments: Environments;
}

function Hold({ hold, environments }: HoldProps) {
  const { slug } = useTenant();
  const change = useChange();
  const { environmentId, serviceId, service, version, reason, deploymentId, releaseId } = hold;
  const environmentName = environments.get(environmentId)?.displayName ?? hold.environmentName;
  return (
    <>
      <div>
        <strong>
          {service} to <EnvironmentName id={environmentId} environments={environments} />
        </strong>
        <p>
          The <Link to={`/${slug}/deployments/${deploymentId}`}>deployment of {version}</Link>
          {releaseId !== null && (
            <>
              {' '}
              (<Link to={`/${slug}/releases/${releaseId}`}>its release</Link>)
            </>
          )}{' '}
          was rolled back <Time at={hold.heldAt} /> by {hold.heldBy.name}.
        </p>
        <p className="small">{reason === null ? 'No reason was given.' : `Reason: ${reason}`}</p>
      </div>
      <div className="buttons">
        <Deed
          label="Lift the hold"
          action={actionOf(hold.actions, 'liftPromotionHold')}
          question={
            <>
              Lift the hold of {service} to {environmentName}? Nothing is promoted at once. The next release of{' '}
              {service} that is verified in the environment before {environmentName} is promoted there automatically.{' '}
              {version} comes back only if a person promotes it.
            </>
          }
          tone="main"
          run={() =>
            change('DELETE /promotion-holds/{environment}/{service}', {
              params: { environment: environmentId, service: serviceId },
            })
          }
        />
      </div>
    </>
  );
}

interface HoldsProps {
  readonly environmentId: string | undefined;
  readonly isFound: boolean;
  readonly isFiltered: boolean;
}

export function Holds({ environmentId, isFound, isFiltered }: HoldsProps) {
  const list = useList('GET /promotion-holds', { query: { environmentId } }, { enabled: isFound });
  const listed = list.items.map((item) => ({ ...item, id: `${item.environmentId} ${item.serviceId}` }));
  const { items, rowOf } = useHeld<PromotionHold>(listed);
  const environments = useEnvironments(items.map((item) => item.environmentId));
  if (!environments) return <Loading what="the environments" />;
  return (
    <Listed
      what="holds"
      list={{ ...list, items }}
      empty={
        <Empty title={isFiltered ? 'Nothing is held in this environment.' : 'Nothing is held.'}>
          <p>After a rollback in an environment that takes releases automatically, its service stands here.</p>
        </Empty>
      }
    >
      {(holds) => (
        <Rows items={holds}>
          {(hold) => (
            <HeldRow {...rowOf(hold)}>
              <Hold hold={hold} environments={environments} />
            </HeldRow>
          )}
        </Rows>
      )}
    </Listed>
  );
}
