// The version of the new release, with the next ones of its service to choose from.
import { useState } from 'react';
import type { Refusal } from '../../app/connection.ts';
import { useRead } from '../../app/data.ts';
import { Field } from '../../parts/field.tsx';
import { Text } from './inputs.tsx';

interface VersionFieldsProps {
  /** Empty until one that exists is chosen. */
  readonly service: string;
  readonly error: Refusal | null;
}

export function VersionFields({ service, error }: VersionFieldsProps) {
  const [version, setVersion] = useState('');
  const isKnown = service !== '';
  const read = useRead('GET /releases/suggestions', { query: { service } }, { enabled: isKnown });
  // Those of an earlier visit may be of before the last release.
  const isOld = read.isStale && !read.isFetchedAfterMount;
  const suggested = isKnown && !isOld ? read.data?.body : undefined;
  const next = (['next', 'patch', 'minor', 'major'] as const).map((word) => [word, suggested?.[word]] as const);
  const before = suggested?.latest ? `, now ${suggested.latest.version}` : '';
  return (
    <>
      <Field label="Version" path="version" error={error} hint={suggested?.explanation}>
        {(input) => (
          <input
            {...input}
            name="version"
            value={version}
            autoComplete="off"
            onChange={({ target }) => setVersion(target.value)}
          />
        )}
      </Field>
      <div className="buttons">
        {next.map(
          ([word, one]) =>
            one && (
              <button key={word} type="button" onClick={() => setVersion(one)}>
                {one} <span className="small">{word}</span>
              </button>
            ),
        )}
      </div>
      <Text
        label="Base version (optional)"
        name="baseVersion"
        error={error}
        hint={`The release notes begin after it. Without one: the release before${before}.`}
      />
    </>
  );
}
