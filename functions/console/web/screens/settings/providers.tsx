// The OpenID providers through which people sign in, with the roles that their groups give.
import { MEMBER_ROLES } from '../../../../../entities/people/rights.model.ts';
import type { Refusal } from '../../app/connection.ts';
import { type Item, useChange, useList } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { useMe } from '../../app/tenant.tsx';
import { Copyable } from '../../parts/copyable.tsx';
import { actionOfMe, Deed } from '../../parts/deed.tsx';
import { Field } from '../../parts/field.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Section } from '../../parts/page.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Status, wordsOf } from '../../parts/status.tsx';
import { linesOf } from './lines.ts';

type Provider = Item<'GET /providers'>;
type Role = (typeof MEMBER_ROLES)[number];

interface FieldsProps {
  readonly error: Refusal | null;
  readonly provider?: Provider;
}

const Client = ({ error, provider }: FieldsProps) => (
  <>
    {!provider && (
      <>
        <Field label="Issuer" path="issuer" error={error} hint="Such as https://login.example.com">
          {(input) => <input {...input} name="issuer" type="url" required maxLength={300} />}
        </Field>
        <Field label="Client ID" path="clientId" error={error}>
          {(input) => <input {...input} name="clientId" required maxLength={300} autoComplete="off" />}
        </Field>
      </>
    )}
    <Field
      label={provider ? 'New client secret (optional)' : 'Client secret'}
      path="clientSecret"
      error={error}
      hint="Never shown again"
    >
      {(input) => (
        <input
          {...input}
          name="clientSecret"
          type="password"
          required={!provider}
          maxLength={1000}
          autoComplete="new-password"
        />
      )}
    </Field>
  </>
);

const ProviderFields = ({ error, provider }: FieldsProps) => (
  <>
    <Field label="Name" path="name" error={error} hint="Shown on the page for signing in">
      {(input) => <input {...input} name="name" required maxLength={100} defaultValue={provider?.name} />}
    </Field>
    <Client error={error} {...(provider && { provider })} />
    <Field label="Claim with the groups" path="groupsClaim" error={error}>
      {(input) => <input {...input} name="groupsClaim" required defaultValue={provider?.groupsClaim ?? 'groups'} />}
    </Field>
    <Field
      label="Roles by group (optional)"
      path="roles"
      error={error}
      hint={`One a line: the name of a group, a colon, and ${MEMBER_ROLES.join(', ')}`}
    >
      {(input) => (
        <textarea
          {...input}
          name="roles"
          rows={3}
          defaultValue={provider?.roles.map(({ group, role }) => `${group}: ${role}`).join('\n')}
        />
      )}
    </Field>
    <Field label="Role without such a group" path="defaultRole" error={error}>
      {(input) => (
        <select {...input} name="defaultRole" defaultValue={provider?.defaultRole ?? ''}>
          <option value="">May not sign in</option>
          {MEMBER_ROLES.map((role) => (
            <option key={role} value={role}>
              {wordsOf(role)}
            </option>
          ))}
        </select>
      )}
    </Field>
    <Field
      label="E-mail domains (optional)"
      path="emailDomains"
      error={error}
      hint="One a line. Without any, only linked users sign in"
    >
      {(input) => <textarea {...input} name="emailDomains" rows={2} defaultValue={provider?.emailDomains.join('\n')} />}
    </Field>
    <label className="inline">
      <input type="checkbox" name="createsUsers" defaultChecked={provider?.createsUsers ?? true} />
      An unknown address of these domains becomes a new user
    </label>
  </>
);

/** The name of a group may hold a colon, a role does not. */
function roleOfLine(line: string): { group: string; role: Role } {
  const at = line.lastIndexOf(':');
  return { group: line.slice(0, Math.max(at, 0)).trim(), role: line.slice(at + 1).trim() as Role };
}

const rulesOf = (form: FormData) => ({
  name: textOf(form, 'name') ?? '',
  groupsClaim: textOf(form, 'groupsClaim') ?? '',
  roles: linesOf(textOf(form, 'roles')).map(roleOfLine),
  emailDomains: linesOf(textOf(form, 'emailDomains')),
  createsUsers: form.has('createsUsers'),
});
const defaultRoleOf = (form: FormData) => textOf(form, 'defaultRole') as Role | undefined;

function ProviderRow({ provider }: { readonly provider: Provider }) {
  const me = useMe();
  const change = useChange();
  const { id, name, issuer, isActive, redirectUri } = provider;
  const params = { provider: id };
  const update = actionOfMe(me, 'updateProvider');
  return (
    <li>
      <div>
        <strong>{name}</strong> <Status status={isActive ? 'ACTIVE' : 'OFF'} tone={isActive ? 'good' : 'plain'} />
        <p className="small">
          {issuer}. Its redirect URI is <Copyable text={redirectUri} />
        </p>
      </div>
      <div className="buttons">
        <Deed
          label="Edit"
          action={update}
          question={<>Change {name}? Roles follow with the next sign-in of each user.</>}
          fields={(error) => <ProviderFields error={error} provider={provider} />}
          run={(form) =>
            change('PATCH /providers/{provider}', {
              params,
              body: {
                ...rulesOf(form),
                defaultRole: defaultRoleOf(form) ?? null,
                clientSecret: textOf(form, 'clientSecret'),
              },
            })
          }
        />
        <Deed
          label={isActive ? 'Switch off' : 'Switch on'}
          action={update}
          question={isActive ? <>Let nobody sign in through {name}?</> : <>Let people sign in through {name} again?</>}
          run={() => change('PATCH /providers/{provider}', { params, body: { isActive: !isActive } })}
        />
        <Deed
          label="Delete"
          action={actionOfMe(me, 'deleteProvider')}
          question={<>Delete {name}? Its users stay, and need another way to sign in.</>}
          tone="danger"
          run={() => change('DELETE /providers/{provider}', { params })}
        />
      </div>
    </li>
  );
}

export function Providers() {
  const me = useMe();
  const change = useChange();
  const list = useList('GET /providers', {});
  const add = (
    <Deed
      label="Add a provider"
      action={actionOfMe(me, 'createProvider')}
      question="Through which OpenID provider shall people sign in? It must be reachable."
      fields={(error) => <ProviderFields error={error} />}
      run={(form) =>
        change('POST /providers', {
          body: {
            ...rulesOf(form),
            issuer: textOf(form, 'issuer') ?? '',
            clientId: textOf(form, 'clientId') ?? '',
            clientSecret: textOf(form, 'clientSecret') ?? '',
            defaultRole: defaultRoleOf(form),
          },
        })
      }
    />
  );
  return (
    <Section title="OpenID providers" aside={add}>
      <Listed
        what="providers"
        list={list}
        empty={<Empty title="No provider yet: people sign in with a password. Add one for single sign-on." />}
      >
        {(items) => (
          <ul className="rows">
            {items.map((provider) => (
              <ProviderRow key={provider.id} provider={provider} />
            ))}
          </ul>
        )}
      </Listed>
    </Section>
  );
}
