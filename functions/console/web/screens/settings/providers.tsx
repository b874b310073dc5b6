// The OpenID providers through which people sign in, with the roles that their groups give.
import { MEMBER_ROLES } from '../../../../../entities/people/rights.model.ts';
import type { Refusal } from '../../app/connection.ts';
import { type Item, useChange, useList } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { useMe } from '../../app/tenant.tsx';
import { Copyable } from '../../parts/copyable.tsx';
import { actionOfMe, Deed } from '../../parts/deed.tsx';
import { Field } from '../../parts/field.tsx';
import { wordsOf } from '../../parts/status.tsx';
import { linesOf } from './lines.ts';
import { Trusted, TrustedList } from './trusted.tsx';

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
  const edited = (form: FormData) => ({
    ...rulesOf(form),
    defaultRole: defaultRoleOf(form) ?? null,
    clientSecret: textOf(form, 'clientSecret'),
  });
  return (
    <Trusted
      item={provider}
      about={
        <p className="small">
          {issuer}. Its redirect URI is <Copyable text={redirectUri} />
        </p>
      }
      update={actionOfMe(me, 'updateProvider')}
      remove={actionOfMe(me, 'deleteProvider')}
      questions={{
        edit: <>Change {name}? Roles follow with the next sign-in of each user.</>,
        switch: isActive ? <>Let nobody sign in through {name}?</> : <>Let people sign in through {name} again?</>,
        remove: <>Delete {name}? Its users stay, and need another way to sign in.</>,
      }}
      fields={(error) => <ProviderFields error={error} provider={provider} />}
      onEdit={(form) => change('PATCH /providers/{provider}', { params, body: edited(form) })}
      onSwitch={(isOn) => change('PATCH /providers/{provider}', { params, body: { isActive: isOn } })}
      onRemove={() => change('DELETE /providers/{provider}', { params })}
    />
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
    <TrustedList
      title="OpenID providers"
      what="providers"
      list={list}
      empty="No provider yet: people sign in with a password. Add one for single sign-on."
      add={add}
    >
      {(provider) => <ProviderRow provider={provider} />}
    </TrustedList>
  );
}
