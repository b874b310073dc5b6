// The OpenID issuers whose tokens CI presents: whose claims fit the rules gets the scopes.
import type { Refusal } from '../../app/connection.ts';
import { type Item, useChange, useList } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { useMe } from '../../app/tenant.tsx';
import { actionOfMe, Deed } from '../../parts/deed.tsx';
import { Field } from '../../parts/field.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Section } from '../../parts/page.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Status } from '../../parts/status.tsx';
import { claimsOf, linesOf, linesOfClaims } from './lines.ts';

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
  const update = actionOfMe(me, 'updateIssuer');
  return (
    <li>
      <div>
        <strong>{name}</strong> <Status status={isActive ? 'ACTIVE' : 'OFF'} tone={isActive ? 'good' : 'plain'} />
        <p className="small prose">
          {issuer.issuer}
          {'\n'}
          {linesOfClaims(issuer.claims)}
          {'\n'}
          {issuer.scopes.join(', ')}
        </p>
      </div>
      <div className="buttons">
        <Deed
          label="Edit"
          action={update}
          question={<>Change the rules of {name}? Its tokens follow within 30 seconds.</>}
          fields={(error) => <IssuerFields error={error} issuer={issuer} />}
          run={(form) => change('PATCH /issuers/{issuer}', { params, body: rulesOf(form) })}
        />
        <Deed
          label={isActive ? 'Switch off' : 'Switch on'}
          action={update}
          question={isActive ? <>Refuse the tokens of {name}?</> : <>Accept the tokens of {name} again?</>}
          run={() => change('PATCH /issuers/{issuer}', { params, body: { isActive: !isActive } })}
        />
        <Deed
          label="Delete"
          action={actionOfMe(me, 'deleteIssuer')}
          question={<>Delete {name}? Its tokens are refused within 30 seconds.</>}
          tone="danger"
          run={() => change('DELETE /issuers/{issuer}', { params })}
        />
      </div>
    </li>
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
    <Section title="Issuers of CI" aside={add}>
      <Listed
        what="issuers"
        list={list}
        empty={<Empty title="No issuer yet: add one so that CI needs no stored token." />}
      >
        {(items) => (
          <ul className="rows">
            {items.map((issuer) => (
              <IssuerRow key={issuer.id} issuer={issuer} />
            ))}
          </ul>
        )}
      </Listed>
    </Section>
  );
}
