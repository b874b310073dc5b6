// Connects a service: its type decides the fields. The server stores the credentials sealed, and no answer holds them.
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { INTEGRATION_KINDS, segmentOfKind } from '../../../../../entities/integrations/types/integration-kinds.ts';
import type { IntegrationType } from '../../../../../entities/integrations/types/integration-types.ts';
import type { Input } from '../../../../client.ts';
import type { Refusal } from '../../app/connection.ts';
import { useChange } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { useMe, useTenant } from '../../app/tenant.tsx';
import { actionOfMe, Deed } from '../../parts/deed.tsx';
import { Field } from '../../parts/field.tsx';
import { fieldsOf, partOf } from './fields.ts';
import { KIND_LABELS, TYPE_LABELS } from './names.ts';
import { ConfigFields, CredentialFields } from './schema-fields.tsx';
import { TYPE_NAMES, TYPES, typesOfKind } from './types.ts';

type NewIntegration = Input<'POST /integrations/{kind}'>['body'];

function NewFields({ error }: { readonly error: Refusal | null }) {
  const [type, setType] = useState<IntegrationType>('GITHUB');
  const { config, credentials } = TYPES[type];
  return (
    <>
      <Field label="Type" path="type" error={error}>
        {(input) => (
          <select {...input} name="type" value={type} onChange={({ target }) => setType(target.value as typeof type)}>
            {INTEGRATION_KINDS.map((kind) => (
              <optgroup key={kind} label={KIND_LABELS[kind]}>
                {typesOfKind(kind).map((one) => (
                  <option key={one} value={one}>
                    {TYPE_LABELS[one]}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        )}
      </Field>
      <Field label="Name" path="name" error={error} hint="Unique within its kind">
        {(input) => <input {...input} name="name" required maxLength={100} />}
      </Field>
      <div key={type}>
        <ConfigFields fields={fieldsOf(config)} error={error} />
        <CredentialFields fields={fieldsOf(credentials)} error={error} isKept={false} />
      </div>
    </>
  );
}

export function AddIntegration() {
  const { slug } = useTenant();
  const me = useMe();
  const change = useChange();
  const navigate = useNavigate();
  const add = async (form: FormData) => {
    const type = TYPE_NAMES.find((one) => one === textOf(form, 'type')) ?? 'GITHUB';
    const facts = TYPES[type];
    const kind = segmentOfKind(facts.kind);
    const { body } = await change('POST /integrations/{kind}', {
      params: { kind },
      body: {
        ...{ type, name: textOf(form, 'name') },
        config: partOf(form, fieldsOf(facts.config), 'config'),
        credentials: partOf(form, fieldsOf(facts.credentials), 'credentials'),
      } as NewIntegration,
    });
    void navigate(`/${slug}/integrations/${kind}/${body.id}`);
  };
  return (
    <Deed
      label="Add an integration"
      action={actionOfMe(me, 'createIntegration')}
      question="Which service shall Windlass use? Verify it afterwards."
      fields={(error) => <NewFields error={error} />}
      tone="main"
      run={add}
    />
  );
}
