// One service: facts, deeds, its releases, components and runbooks.
import type { ReactNode } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { Output } from '../../../../../client.ts';
import { type List, useChange, useList, useRead } from '../../../app/data.ts';
import { changedOf } from '../../../app/sending.ts';
import { useTenant } from '../../../app/tenant.tsx';
import { Copyable } from '../../../parts/copyable.tsx';
import { actionOf, Deed } from '../../../parts/deed.tsx';
import { Empty } from '../../../parts/loading.tsx';
import { Page, Section } from '../../../parts/page.tsx';
import { Listed, Shown } from '../../../parts/shown.tsx';
import { Status } from '../../../parts/status.tsx';
import { Facts } from '../../../parts/tabular/facts.tsx';
import { Time } from '../../../parts/time.tsx';
import { nameIn, useMembers, useRepositories, useTeams } from '../choice.tsx';
import { changeOf, ServiceFields } from './service-fields.tsx';

type Service = Output<'GET /services/{service}'>;
interface Seen {
  readonly service: Service;
}

function Deeds({ service }: Seen) {
  const { slug } = useTenant();
  const change = useChange();
  const navigate = useNavigate();
  const params = { service: service.id };
  const update = actionOf(service.actions, 'updateService');
  const { isActive } = service;
  return (
    <div className="buttons">
      <Deed
        label="Edit"
        action={update}
        question={`The service ${service.name}.`}
        fields={(error) => <ServiceFields service={service} error={error} />}
        run={(form, seen) =>
          change('PATCH /services/{service}', { params, body: changedOf(changeOf(form), service), seen })
        }
      />
      <Deed
        label={isActive ? 'Switch off' : 'Switch on'}
        action={update}
        question={
          isActive
            ? `${service.name} gets no further releases until it is switched on. Present releases go on.`
            : `${service.name} may be released again.`
        }
        run={(_, seen) => change('PATCH /services/{service}', { params, body: { isActive: !isActive }, seen })}
      />
      <Deed
        label="Delete"
        action={actionOf(service.actions, 'deleteService')}
        tone="danger"
        question={`Delete the service ${service.name}?`}
        run={async (_, seen) => {
          await change('DELETE /services/{service}', { params, seen });
          void navigate(`/${slug}/services`);
        }}
      />
    </div>
  );
}

function About({ service }: { readonly service: Service }) {
  const { slug } = useTenant();
  const [members, teams, repositories] = [useMembers(), useTeams(), useRepositories()];
  const { ownerId, teamId } = service;
  return (
    <Section title="About">
      {service.description && <p className="prose">{service.description}</p>}
      <Facts
        rows={[
          ['Slug', <Copyable key="slug" text={service.slug} />],
          ['Owner', ownerId && nameIn(members, ownerId)],
          ['Team', teamId && nameIn(teams, teamId)],
          ['Slack channel', service.slackChannel],
          ['Order of versions', service.versionScheme],
          [
            'Repositories',
            service.repositories.length === 0
              ? 'None'
              : service.repositories.map((id) => (
                  <span key={id}>
                    <Link to={`/${slug}/repositories/${id}`}>{nameIn(repositories, id)}</Link>{' '}
                  </span>
                )),
          ],
          ['Changed', <Time key="changed" at={service.updatedAt} />],
        ]}
      />
    </Section>
  );
}

interface RelatedProps<T> {
  readonly title: string;
  readonly list: List<T>;
  readonly empty: string;
  readonly row: (item: T) => {
    readonly key: string;
    readonly path: string;
    readonly name: string;
    readonly note?: ReactNode;
  };
}

function Related<T>({ title, list, empty, row }: RelatedProps<T>) {
  const { slug } = useTenant();
  return (
    <Section title={title}>
      <Listed what={title.toLowerCase()} list={list} empty={<Empty title={empty} />}>
        {(items) => (
          <ul className="rows">
            {items.map(row).map(({ key, path, name, note }) => (
              <li key={key}>
                <Link to={`/${slug}/${path}`}>{name}</Link>
                {note}
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Section>
  );
}

function Whole({ service }: Seen) {
  const releases = useList('GET /releases', { query: { service: service.slug } });
  const components = useList('GET /components', { query: { service: service.id } });
  const runbooks = useList('GET /runbooks', { query: { service: service.slug } });
  return (
    <>
      <p>
        <Status status={service.isActive ? 'ACTIVE' : 'INACTIVE'} />
      </p>
      <Deeds service={service} />
      <About service={service} />
      <Related
        title="Releases"
        list={releases}
        empty="No release yet."
        row={({ releaseKey, status }) => ({
          key: releaseKey,
          path: `releases/${releaseKey}`,
          name: releaseKey,
          note: <Status status={status} />,
        })}
      />
      <Related
        title="Components"
        list={components}
        empty="No component belongs to it."
        row={({ id, name, displayName, imageRepository }) => ({
          key: id,
          path: `components/${id}`,
          name: displayName ?? name,
          note: <code>{imageRepository}</code>,
        })}
      />
      <Related
        title="Runbooks"
        list={runbooks}
        empty="No runbook is about it."
        row={({ id, title }) => ({ key: id, path: `runbooks/${id}`, name: title })}
      />
    </>
  );
}

export function ServiceScreen() {
  const { service: key = '' } = useParams();
  const read = useRead('GET /services/{service}', { params: { service: key } });
  return (
    <Page title={read.data?.body.name ?? key}>
      <Shown what="the service" read={read}>
        {(service) => <Whole service={service} />}
      </Shown>
    </Page>
  );
}
