// The OpenID issuers whose tokens CI presents: whose claims fit the rules gets the scopes.
import type { Refusal } from '../../app/connection.ts';
import { type Item, useChange, useList } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { useMe } from '../../app/tenant.tsx';
import { actionOfMe, Deed } from '../../parts/deed.tsx';
import { Field } from '../../parts/field.tsx';
import { claimsOf, linesOf, linesOfClaims } from './lines.ts';
import { Trusted, TrustedList } from './trusted.tsx';

type Issuer = Item<'GET /issuers'>;

interface FieldsProps {
  readonly error: Refusal | null;
  readonly issuer?: Issuer;
}

const IssuerFields = ({ error, issuer }: FieldsProps) => (
  <>
    <Field label="Name" path="name" error={error}>
      {(input) => <input {...input} name="name" required maxLength={100} defaultValue={issuer?.name} />}
    </Field>
    {!issuer && (
      <Field label="Issuer" path="issuer" error={error}>
        {(input) => (
          <input
            {...input}
            name="issuer"
            type="url"
            required
            defaultValue="https://token.actions.githubusercontent.com"
            maxLength={300}
          />
        )}
      </Field>
    )}
    <Field label="Audience" path="audience" error={error} hint="The value that the claim aud must have">
      {(input) => <input {...input} name="audience" required maxLength={200} defaultValue={issuer?.audience} />}
    </Field>
    <Field
      label="Claims"
      path="claims"
      error={error}
      hint="One a line with its allowed texts: repository: acme/app, acme/web-*"
    >
      {(input) => (
        <textarea {...input} name="claims" required rows={3} defaultValue={issuer && linesOfClaims(issuer.claims)} />
      )}
    </Field>
    <Field label="Scopes" path="scopes" error={error} hint="One a line, such as releases:write">
      {(input) => <textarea {...input} name="scopes" required rows={3} defaultValue={issuer?.scopes.join('\n')} />}
    </Field>
  </>
);

const rulesOf = (form: FormData) => ({
  name: textOf(form, 'name') ?? '',
  audience: textOf(form, 'audience') ?? '',
  claims: claimsOf(textOf(form, 'claims')),
  scopes: linesOf(textOf(form, 'scopes')),
});

function IssuerRow({ issuer }: { readonly issuer: Issuer }) {
  const me = useMe();
  const change = useChange();
  const { id, name, isActive } = issuer;
  const params = { issuer: id };
  return (
    <Trusted
      item={issuer}
      about={
        <p className="small prose">
          {issuer.issuer}
          {'\n'}
          {linesOfClaims(issuer.claims)}
          {'\n'}
          {issuer.scopes.join(', ')}
        </p>
      }
      update={actionOfMe(me, 'updateIssuer')}
      remove={actionOfMe(me, 'deleteIssuer')}
      questions={{
        edit: <>Change the rules of {name}? Its tokens follow within 30 seconds.</>,
        switch: isActive ? <>Refuse the tokens of {name}?</> : <>Accept the tokens of {name} again?</>,
        remove: <>Delete {name}? Its tokens are refused within 30 seconds.</>,
      }}
      fields={(error) => <IssuerFields error={error} issuer={issuer} />}
      onEdit={(form) => change('PATCH /issuers/{issuer}', { params, body: rulesOf(form) })}
      onSwitch={(isOn) => change('PATCH /issuers/{issuer}', { params, body: { isActive: isOn } })}
      onRemove={() => change('DELETE /issuers/{issuer}', { params })}
    />
  );
}

export function Issuers() {
  const me = useMe();
  const change = useChange();
  const list = useList('GET /issuers', {});
  const add = (
    <Deed
      label="Add an issuer"
      action={actionOfMe(me, 'createIssuer')}
      question="Whose tokens may CI present?"
      fields={(error) => <IssuerFields error={error} />}
      run={(form) => change('POST /issuers', { body: { ...rulesOf(form), issuer: textOf(form, 'issuer') ?? '' } })}
    />
  );
  return (
    <TrustedList
      title="Issuers of CI"
      what="issuers"
      list={list}
      empty="No issuer yet: add one so that CI needs no stored token."
      add={add}
    >
      {(issuer) => <IssuerRow issuer={issuer} />}
    </TrustedList>
  );
}
