// The accounts of a user at services, by which commits and messages are known as theirs.
import type { Input, Output } from '../../../../client.ts';
import { useChange, useList } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { useMe } from '../../app/tenant.tsx';
import { actionOfMe, Deed } from '../../parts/deed.tsx';
import { Field } from '../../parts/field.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Section } from '../../parts/page.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Time } from '../../parts/time.tsx';

type NewIdentity = Input<'POST /users/{user}/identities'>['body'];

const PROVIDERS: readonly (readonly [NewIdentity['provider'], string])[] = [
  ['github', 'GitHub'],
  ['gitlab', 'GitLab'],
  ['bitbucket', 'Bitbucket'],
  ['email', 'E-mail of commits'],
  ['slack', 'Slack'],
];
const nameOf = (provider: string): string => PROVIDERS.find(([one]) => one === provider)?.[1] ?? provider;

export function Identities({ user }: { readonly user: Output<'GET /users/{user}'> }) {
  const change = useChange();
  const me = useMe();
  const params = { user: user.id };
  const list = useList('GET /users/{user}/identities', { params });
  const isOwn = user.id === me.actor.id;
  const add = (
    <Deed
      label="Add an identity"
      action={actionOfMe(me, isOwn ? 'addIdentity' : 'removeUser')}
      question={<>An account of {user.fullName} at a service.</>}
      fields={
        <>
          <Field label="Service" path="provider">
            {(input) => (
              <select {...input} name="provider">
                {PROVIDERS.map(([provider, name]) => (
                  <option key={provider} value={provider}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field
            label="Account"
            path="externalId"
            hint="The username or address; for Slack, workspace and member: T0ACME/U0ADA."
          >
            {(input) => <input {...input} name="externalId" required />}
          </Field>
        </>
      }
      tone="main"
      run={(form) => {
        const body = { provider: textOf(form, 'provider'), externalId: textOf(form, 'externalId') } as NewIdentity;
        return change('POST /users/{user}/identities', { params, body });
      }}
    />
  );
  return (
    <Section title="Identities" aside={add}>
      <Listed what="identities" list={list} empty={<Empty title="No identity: commits are not known as theirs." />}>
        {(identities) => (
          <ul className="rows">
            {identities.map(({ id, provider, externalId, addedAt }) => (
              <li key={id}>
                <span>
                  {nameOf(provider)}: {externalId}{' '}
                  <span className="small">
                    added <Time at={addedAt} />
                  </span>
                </span>
                <Deed
                  label="Remove"
                  action={actionOfMe(me, isOwn ? 'removeIdentity' : 'removeUser')}
                  question={
                    <>
                      Remove {externalId} at {nameOf(provider)} from {user.fullName}?
                    </>
                  }
                  tone="danger"
                  run={() =>
                    change('DELETE /users/{user}/identities/{identity}', { params: { ...params, identity: id } })
                  }
                />
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Section>
  );
}
