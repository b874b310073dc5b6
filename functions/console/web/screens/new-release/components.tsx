// The components that a new release brings into its environments. They are asked for only if one of its targets is an environment.
import { useState } from 'react';
import type { Refusal } from '../../app/connection.ts';
import { useList } from '../../app/data.ts';
import { SomeOf } from './inputs.tsx';
import type { Start } from './start.ts';

interface ComponentsProps {
  readonly start: Start;
  /** Undefined for a new service. */
  readonly serviceId: string | undefined;
  readonly error: Refusal | null;
}

/** Those of the service are chosen until a person chooses. */
export function Components({ start, serviceId, error }: ComponentsProps) {
  const { items } = useList('GET /components', { query: { limit: 100 } });
  const before = start.components?.map(({ componentId }) => componentId) ?? [];
  const [chosen, setChosen] = useState<Readonly<Record<string, boolean>>>({});
  const isOfService = (id: string) => items.some((one) => one.id === id && one.serviceId === serviceId);
  const suits = (id: string) => before.includes(id) || (serviceId !== undefined && isOfService(id));
  return (
    <SomeOf
      label="Components"
      name="components"
      error={error}
      options={items.map(({ id, name }) => ({ id, name }))}
      isChosen={(id) => chosen[id] ?? suits(id)}
      choose={(id, isOn) => setChosen({ ...chosen, [id]: isOn })}
      hint="What its environments get. Each needs a version that is called as the version of the release."
    />
  );
}
