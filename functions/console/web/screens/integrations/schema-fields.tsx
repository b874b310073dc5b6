// Inputs for the fields of a schema. Credentials are written and never shown: their inputs begin empty.
import { type ReactNode, useState } from 'react';
import type { Refusal } from '../../app/connection.ts';
import { useList } from '../../app/data.ts';
import { Field } from '../../parts/field.tsx';
import { Choice as OneOfNames } from '../catalog/choice.tsx';
import { type Part, type SchemaField, valueAt } from './fields.ts';

interface InputProps {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
  readonly name: string;
  readonly required: boolean;
}

/** The integrations that a pipeline names, by the field of its config. */
const REFERENCES: Readonly<Record<string, { readonly kind: string; readonly label: string }>> = {
  scmIntegrationId: { kind: 'scm', label: 'Repository' },
  targetIntegrationId: { kind: 'targets', label: 'Target' },
};

const LABELS: Readonly<Record<string, string>> = { environmentId: 'Environment' };

/** Credentials that are names and not secrets. */
const NAMES = ['username', 'email', 'clientEmail', 'issuerId', 'keyId'];

/** An environment with a place in the order of promotion. */
function Environment({ value, ...input }: InputProps & { readonly value: string }) {
  const { items } = useList('GET /environments', { query: { limit: 100 } });
  const all = items.filter(({ order }) => order !== null).map(({ id, displayName: name }) => ({ id, name }));
  return <OneOfNames {...input} all={all} chosen={value} none="Choose one" />;
}

function Reference({ kind, value, ...input }: InputProps & { readonly kind: string; readonly value: string }) {
  const { items } = useList('GET /integrations/{kind}', { params: { kind }, query: { active: 'true', limit: 100 } });
  return <OneOfNames {...input} all={items} chosen={value} none="Choose one" />;
}

function Texts({ name, label, stored }: { readonly name: string; readonly label: string; readonly stored: Part }) {
  const known = Object.entries(stored);
  const [rows, setRows] = useState(known.length + 1);
  return (
    <>
      {Array.from({ length: rows }, (_, index) => index).map((index) => (
        <div key={index} className="pair">
          <input
            name={`${name}#name`}
            aria-label={`${label}: name ${index + 1}`}
            placeholder="Name"
            defaultValue={known[index]?.[0]}
          />
          <textarea
            name={`${name}#value`}
            aria-label={`${label}: text ${index + 1}`}
            placeholder="Text"
            rows={1}
            defaultValue={known[index] && String(known[index][1])}
          />
        </div>
      ))}
      <button type="button" onClick={() => setRows(rows + 1)}>
        Add a row
      </button>
    </>
  );
}

const Choice = ({ options, value, ...input }: InputProps & { readonly options: Part; readonly value: string }) => (
  <select {...input} defaultValue={value}>
    {Object.entries(options).map(([option, label]) => (
      <option key={option} value={option}>
        {String(label)}
      </option>
    ))}
  </select>
);

function SecretInput({ path, ...input }: InputProps & { readonly path: string }) {
  if (NAMES.includes(path)) return <input {...input} autoComplete="off" />;
  // An input of type password would lose the line breaks of a key.
  if (path === 'privateKey') return <textarea {...input} className="secret" rows={4} autoComplete="off" />;
  return <input {...input} type="password" autoComplete="new-password" />;
}

const TYPES = { URL: 'url', EMAIL: 'email', NUMBER: 'number' } as const;

function ConfigInput({ field, stored, ...input }: InputProps & { readonly field: SchemaField; readonly stored: Part }) {
  const { kind, path, options, standard, min, max } = field;
  const value = valueAt(stored, path);
  const text = value === undefined ? '' : String(value);
  if (path === 'environmentId') return <Environment {...input} value={text} />;
  const reference = REFERENCES[path];
  if (reference) return <Reference {...input} kind={reference.kind} value={text} />;
  if (kind === 'CHOICE') {
    const all = Object.fromEntries(options.map((one) => [one, one]));
    return <Choice {...input} options={all} value={text === '' ? (standard ?? '') : text} />;
  }
  if (kind === 'FLAG') return <Choice {...input} options={{ '': 'Default', true: 'Yes', false: 'No' }} value={text} />;
  if (kind === 'LIST') {
    return (
      <textarea {...input} rows={2} defaultValue={((value ?? []) as string[]).join('\n')} placeholder="One a line" />
    );
  }
  const type = kind in TYPES ? TYPES[kind as keyof typeof TYPES] : 'text';
  return <input {...input} type={type} min={min} max={max} defaultValue={text} placeholder={standard} />;
}

interface FieldsProps {
  readonly fields: readonly SchemaField[];
  readonly error: Refusal | null;
  readonly stored?: Part;
}

export const ConfigFields = ({ fields, error, stored = {} }: FieldsProps): ReactNode =>
  fields.map((field) => {
    const { path, kind, hint, isRequired: required } = field;
    const label = LABELS[path] ?? REFERENCES[path]?.label ?? field.label;
    const name = `config.${path}`;
    if (kind === 'TEXTS') {
      return (
        <fieldset key={path} className="field">
          <legend>{label} (optional)</legend>
          <p className="small">{hint}</p>
          <Texts name={name} label={label} stored={(valueAt(stored, path) ?? {}) as Part} />
        </fieldset>
      );
    }
    return (
      <Field key={path} label={required ? label : `${label} (optional)`} path={name} error={error} hint={hint}>
        {(input) => <ConfigInput {...{ ...input, name, required, field, stored }} />}
      </Field>
    );
  });

/** `isKept`: an empty input keeps the stored credential. */
export const CredentialFields = ({ fields, error, isKept }: FieldsProps & { readonly isKept: boolean }): ReactNode =>
  fields.map(({ path, label, hint, isRequired }) => {
    const name = `credentials.${path}`;
    const isOptional = isKept || !isRequired;
    return (
      <Field key={path} label={isOptional ? `${label} (optional)` : label} path={name} error={error} hint={hint}>
        {(input) => <SecretInput {...{ ...input, name, path, required: !isOptional }} />}
      </Field>
    );
  });
