// A new promotion: first the gates say what they would decide now, which changes nothing; then it is requested.
import { useEffect, useId, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { ask, type Refusal } from '../../../app/connection.ts';
import { type Item, type List, useChange, useList } from '../../../app/data.ts';
import { useSending } from '../../../app/sending.ts';
import { useMe, useTenant } from '../../../app/tenant.tsx';
import { actionOfMe } from '../../../parts/deed.tsx';
import { Field, ReasonField } from '../../../parts/field.tsx';
import { Loading } from '../../../parts/loading.tsx';
import { Page, Section } from '../../../parts/page.tsx';
import { ProblemBox } from '../../../parts/problem.tsx';
import { Gates } from '../gates.tsx';
import type { Decision } from '../seen.ts';
import { type Body, bodyOf } from './body.ts';
import { RolloutFields } from './rollout-fields.tsx';

const FIRST = { limit: 100 } as const;
const RECENT = { limit: 50 } as const;

type Environments = List<Item<'GET /environments'>>;

interface SubjectProps {
  readonly error: Refusal | null;
  readonly environments: Environments;
}

/** A select has all that there are; of more than a page, a person types the name. */
function ToEnvironment({ error, environments }: SubjectProps) {
  const [search] = useSearchParams();
  const start = search.get('environment') ?? undefined;
  return (
    <Field label="To the environment" path="environment" error={error}>
      {(input) =>
        environments.more ? (
          <input {...input} name="environment" defaultValue={start} autoComplete="off" />
        ) : (
          <select {...input} name="environment" defaultValue={start}>
            {environments.items
              .filter(({ order }) => order !== null)
              .map(({ id, displayName }) => (
                <option key={id} value={id}>
                  {displayName}
                </option>
              ))}
          </select>
        )
      }
    </Field>
  );
}

function Subject({ error, environments }: SubjectProps) {
  const [search] = useSearchParams();
  const id = useId();
  const releases = useList('GET /releases', { query: RECENT });
  return (
    <>
      <Field
        label="Release"
        path="release"
        error={error}
        hint="By its key, such as shop@1.4.0. Its kickoff fixed what it brings."
      >
        {(input) => (
          <input
            {...input}
            name="release"
            list={id}
            autoComplete="off"
            defaultValue={search.get('release') ?? undefined}
          />
        )}
      </Field>
      <datalist id={id}>
        {releases.items.map(({ releaseKey }) => (
          <option key={releaseKey} value={releaseKey} />
        ))}
      </datalist>
      <ToEnvironment error={error} environments={environments} />
      <ReasonField error={error} />
    </>
  );
}

interface Checked {
  readonly body: Body;
  readonly decision: Decision;
}

/** The answer of the gates, and the button that requests just this promotion. */
function Send({ checked: { body, decision } }: { readonly checked: Checked }) {
  const { slug } = useTenant();
  const change = useChange();
  const navigate = useNavigate();
  const { isSending, error, submit } = useSending(async () => {
    const answered = await change('POST /promotions', { body });
    await navigate(`/${slug}/promotions/${answered.body.id}`);
  });
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Newer browsers answer a promise, which would be taken for the end of the effect.
    void heading.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={heading}>
      <Section title="What the gates say now">
        <Gates decision={decision} />
        {error && <ProblemBox error={error} />}
        {decision.result === 'DENY' ? (
          <p className="notice warning">It would be refused at once. Mend what a closed gate says, and look again.</p>
        ) : (
          <form onSubmit={submit}>
            <button type="submit" className="main" disabled={isSending}>
              {isSending ? 'Requesting…' : 'Request the promotion'}
            </button>
          </form>
        )}
      </Section>
    </div>
  );
}

function PromotionForm({ environments }: { readonly environments: Environments }) {
  const { client } = useTenant();
  const form = useRef<HTMLFormElement>(null);
  const [checked, setChecked] = useState<Checked>();
  const { isSending, error, submit } = useSending(async (fields) => {
    const body = bodyOf(fields);
    const answered = await ask<Decision>(client, 'POST /promotions', { query: { dryRun: 'true' }, body });
    setChecked({ body, decision: answered.body });
  });
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);
  return (
    <>
      <form ref={form} onSubmit={submit} onChange={() => setChecked(undefined)} noValidate>
        <Section title="Release and environment">
          <Subject error={error} environments={environments} />
        </Section>
        <Section title="Rollout">
          <RolloutFields error={error} />
        </Section>
        {error && <ProblemBox error={error} />}
        <button type="submit" className={checked ? undefined : 'main'} disabled={isSending}>
          {isSending ? 'Asking the gates…' : 'See what the gates say'}
        </button>
      </form>
      {checked && <Send checked={checked} />}
    </>
  );
}

function Filled() {
  const environments = useList('GET /environments', { query: FIRST });
  return environments.isPending ? <Loading what="environments" /> : <PromotionForm environments={environments} />;
}

export function NewPromotion() {
  const { allowed, reason } = actionOfMe(useMe(), 'createPromotion');
  return <Page title="New promotion">{allowed ? <Filled /> : <p className="notice warning">{reason}</p>}</Page>;
}
