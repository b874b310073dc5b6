// The form of a new release. The API decides what is right; each of its violations is shown at the field that it names.
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useChange } from '../../app/data.ts';
import { useSending } from '../../app/sending.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Field } from '../../parts/field.tsx';
import { Section } from '../../parts/page.tsx';
import { ProblemBox } from '../../parts/problem.tsx';
import { wordsOf } from '../../parts/status.tsx';
import { OneOf } from './inputs.tsx';
import type { Offers } from './offers.ts';
import { Parts } from './parts.tsx';
import { bodyOf, NEW_SERVICE, type Start } from './start.ts';
import { VersionFields } from './version-fields.tsx';
import { When } from './when.tsx';

const TYPES = (['PLANNED', 'HOTFIX', 'MAJOR'] as const).map((id) => ({ id, name: wordsOf(id) }));
const ABOUT_HOTFIXES = 'Without regression; it goes to the stores before the other releases of its service.';

interface ReleaseFormProps {
  readonly start: Start;
  readonly offers: Offers;
}

export function ReleaseForm({ start, offers }: ReleaseFormProps) {
  const { slug } = useTenant();
  const change = useChange();
  const navigate = useNavigate();
  const form = useRef<HTMLFormElement>(null);
  const [service, setService] = useState(start.service ?? '');
  const [type, setType] = useState<string>(start.releaseType);
  const { isSending, error, submit } = useSending(async (fields) => {
    const { body } = await change('POST /releases', { body: bodyOf(fields) });
    await navigate(`/${slug}/releases/${body.releaseKey}`);
  });
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);
  const isNew = service === NEW_SERVICE;
  const services = offers.services.items.map(({ slug: id, name }) => ({ id, name: `${name} (${id})` }));
  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Section title="Service and version">
        <OneOf
          label="Service"
          name="service"
          error={isNew ? null : error}
          options={[...services, { id: NEW_SERVICE, name: 'A new service…' }]}
          none="Choose a service"
          start={start.service}
          onChoice={setService}
        />
        {isNew && (
          <Field label="Slug of the new service" path="service" error={error} hint="Such as payments-api.">
            {(input) => <input {...input} name="newService" autoComplete="off" />}
          </Field>
        )}
        <VersionFields service={isNew ? '' : service} error={error} />
        <OneOf
          label="Type"
          name="releaseType"
          error={error}
          options={TYPES}
          start={start.releaseType}
          onChoice={setType}
          hint={type === 'HOTFIX' ? ABOUT_HOTFIXES : undefined}
        />
      </Section>
      <Parts start={start} offers={offers} type={type} service={isNew ? '' : service} error={error} />
      <When start={start} error={error} />
      <Section title="About">
        <OneOf
          label="Release pilot (optional)"
          name="releasePilotId"
          error={error}
          options={offers.pilots.items.map(({ userId: id, name }) => ({ id, name }))}
          none="None"
          start={start.releasePilotId}
        />
        <Field label="Description (optional)" path="description" error={error}>
          {(input) => (
            <textarea {...input} name="description" rows={4} maxLength={4000} defaultValue={start.description} />
          )}
        </Field>
      </Section>
      {error && <ProblemBox error={error} />}
      <button type="submit" className="main" disabled={isSending}>
        {isSending ? 'Creating…' : 'Create the release'}
      </button>
    </form>
  );
}
