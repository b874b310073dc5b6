// The deeds that a person may do with an integration. A verification is answered in words.
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Output } from '../../../../client.ts';
import { useChange } from '../../app/data.ts';
import { changedOf, textOf } from '../../app/sending.ts';
import { useTenant } from '../../app/tenant.tsx';
import { actionOf, Deed } from '../../parts/deed.tsx';
import { Field } from '../../parts/field.tsx';
import { fieldsOf, type Part, partOf } from './fields.ts';
import { TYPE_LABELS } from './names.ts';
import { ConfigFields, CredentialFields } from './schema-fields.tsx';
import { TYPES } from './types.ts';

type Integration = Output<'GET /integrations/{kind}/{integrationId}'>;

interface DeedsProps {
  readonly integration: Integration;
  /** The word in the address. */
  readonly kind: string;
}

const outcomeOf = ({ verificationStatus, verificationError, name, type }: Integration): string =>
  verificationStatus === 'VALID'
    ? `${TYPE_LABELS[type]} accepted the credentials of ${name}.`
    : `${name} is not verified: ${verificationError ?? 'the service gave no answer'}`;

export function IntegrationDeeds({ integration, kind }: DeedsProps) {
  const { slug } = useTenant();
  const change = useChange();
  const navigate = useNavigate();
  const [outcome, setOutcome] = useState<string>();
  const { actions, name, isActive, id: integrationId, type } = integration;
  const config = integration.config as Part;
  const params = { kind, integrationId };
  const [configFields, credentialFields] = [fieldsOf(TYPES[type].config), fieldsOf(TYPES[type].credentials)];
  const save = (body: Part, seen: string | undefined) =>
    change('PATCH /integrations/{kind}/{integrationId}', { params, body, seen });
  /** The credentials that were written; absent if none were. */
  const given = (form: FormData): Part => {
    const credentials = partOf(form, credentialFields, 'credentials');
    return Object.keys(credentials).length === 0 ? {} : { credentials };
  };
  const edit = (form: FormData, seen: string | undefined) => {
    const changed = partOf(form, configFields, 'config', config);
    const rest = Object.keys(changed).length === 0 ? {} : { config: changed };
    return save(changedOf({ name: textOf(form, 'name'), ...rest, ...given(form) }, integration), seen);
  };
  const update = actionOf(actions, 'updateIntegration');
  return (
    <>
      <div className="buttons">
        <Deed
          label="Verify"
          action={actionOf(actions, 'verifyIntegration')}
          question={
            <>
              Call {TYPE_LABELS[type]} now with the credentials of {name}?
            </>
          }
          tone="main"
          run={async () => {
            const { body } = await change('POST /integrations/{kind}/{integrationId}/verify', { params });
            setOutcome(outcomeOf(body));
          }}
        />
        <Deed
          label="Edit"
          action={update}
          question={<>Change {name}? Verify it afterwards if its address or account changes.</>}
          fields={(error) => (
            <>
              <Field label="Name" path="name" error={error}>
                {(input) => <input {...input} name="name" required maxLength={100} defaultValue={name} />}
              </Field>
              <ConfigFields fields={configFields} error={error} stored={config} />
              {credentialFields.length > 0 && (
                <details>
                  <summary>Credentials, needed again with another address</summary>
                  <CredentialFields fields={credentialFields} error={error} isKept />
                </details>
              )}
            </>
          )}
          run={edit}
        />
        {credentialFields.length > 0 && (
          <Deed
            label="Rotate credentials"
            action={update}
            question={<>Replace the credentials of {name}? An empty field keeps the stored one.</>}
            fields={(error) => <CredentialFields fields={credentialFields} error={error} isKept />}
            run={(form, seen) => save(given(form), seen)}
          />
        )}
        <Deed
          label={isActive ? 'Switch off' : 'Switch on'}
          action={update}
          question={
            isActive ? <>Switch {name} off? New releases cannot use it.</> : <>Switch {name} on for new releases?</>
          }
          run={(_, seen) => save({ isActive: !isActive }, seen)}
        />
        <Deed
          label="Delete"
          action={actionOf(actions, 'deleteIntegration')}
          question={<>Delete {name} with its credentials?</>}
          tone="danger"
          run={async (_, seen) => {
            await change('DELETE /integrations/{kind}/{integrationId}', { params, seen });
            void navigate(`/${slug}/integrations`);
          }}
        />
      </div>
      {outcome && (
        <p className="notice" role="status">
          {outcome}
        </p>
      )}
    </>
  );
}
