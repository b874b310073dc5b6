// The fields of a component in a form, and the body that they make.
import type { Refusal } from '../../../app/connection.ts';
import type { Item } from '../../../app/data.ts';
import { textOf } from '../../../app/sending.ts';
import { Field } from '../../../parts/field.tsx';
import { Choice, useRegistries, useServices } from '../choice.tsx';

interface ComponentFieldsProps {
  /** Undefined for a new one. */
  readonly component?: Item<'GET /components'>;
  readonly error: Refusal | null;
}

export function ComponentFields({ component, error }: ComponentFieldsProps) {
  const [services, registries] = [useServices(), useRegistries()];
  const { kind = 'TAG', tagPrefix = '' } = component?.versioningStrategy ?? {};
  return (
    <>
      <Field label="Name" path="name" error={error} hint="For example checkout-web.">
        {(input) => <input {...input} name="name" required maxLength={100} defaultValue={component?.name} />}
      </Field>
      <Field label="Name for people" path="displayName" error={error}>
        {(input) => <input {...input} name="displayName" maxLength={100} defaultValue={component?.displayName ?? ''} />}
      </Field>
      <Field label="Image repository" path="imageRepository" error={error} hint="For example ghcr.io/acme/checkout.">
        {(input) => <input {...input} name="imageRepository" required defaultValue={component?.imageRepository} />}
      </Field>
      <Field label="Service" path="serviceId" error={error}>
        {(input) => <Choice {...input} name="serviceId" all={services} chosen={component?.serviceId} none="None" />}
      </Field>
      <Field label="Registry" path="registryIntegrationId" error={error} hint="Tags are read from it.">
        {(input) => (
          <Choice
            {...input}
            name="registryIntegrationId"
            all={registries}
            chosen={component?.registryIntegrationId}
            none="None"
          />
        )}
      </Field>
      <Field label="Versions" path="versioningStrategy.kind" error={error}>
        {(input) => (
          <select {...input} name="kind" defaultValue={kind}>
            <option value="TAG">Read from the tags</option>
            <option value="MANUAL">Given by people</option>
          </select>
        )}
      </Field>
      <Field
        label="Beginning of tags"
        path="versioningStrategy.tagPrefix"
        error={error}
        hint="Left out of the version."
      >
        {(input) => <input {...input} name="tagPrefix" maxLength={32} defaultValue={tagPrefix} />}
      </Field>
      <label className="choice">
        <input type="checkbox" name="isIrreversible" defaultChecked={component?.isIrreversible} /> It cannot go back to
        an earlier version, such as a database with migrations
      </label>
      <Field label="Default channel" path="defaultChannel" error={error}>
        {(input) => (
          <input {...input} name="defaultChannel" required defaultValue={component?.defaultChannel ?? 'stable'} />
        )}
      </Field>
    </>
  );
}

export const creationOf = (form: FormData) => ({
  name: textOf(form, 'name') ?? '',
  displayName: textOf(form, 'displayName'),
  imageRepository: textOf(form, 'imageRepository') ?? '',
  serviceId: textOf(form, 'serviceId'),
  registryIntegrationId: textOf(form, 'registryIntegrationId'),
  versioningStrategy: {
    kind: textOf(form, 'kind') as 'TAG' | 'MANUAL' | undefined,
    tagPrefix: textOf(form, 'tagPrefix') ?? '',
  },
  defaultChannel: textOf(form, 'defaultChannel'),
  isIrreversible: form.has('isIrreversible'),
});

/** An emptied field is deleted. */
export function changeOf(form: FormData) {
  const { displayName = null, serviceId = null, registryIntegrationId = null, ...kept } = creationOf(form);
  return { ...kept, displayName, serviceId, registryIntegrationId };
}
