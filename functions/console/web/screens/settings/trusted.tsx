// A service whose sign-ins or tokens Windlass accepts, in the settings: its state, and the deeds that edit, switch and delete it.
import type { ReactNode } from 'react';
import type { Refusal } from '../../app/connection.ts';
import type { List } from '../../app/data.ts';
import { type Action, Deed } from '../../parts/deed.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Section } from '../../parts/page.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Status } from '../../parts/status.tsx';
import { Rows } from '../../parts/tabular/rows.tsx';

interface Named {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
}

interface TrustedProps {
  readonly item: Named;
  readonly about: ReactNode;
  readonly update: Action;
  readonly remove: Action;
  readonly questions: Readonly<Record<'edit' | 'switch' | 'remove', ReactNode>>;
  readonly fields: (error: Refusal | null) => ReactNode;
  readonly onEdit: (form: FormData) => Promise<unknown>;
  readonly onSwitch: (isActive: boolean) => Promise<unknown>;
  readonly onRemove: () => Promise<unknown>;
}

export const Trusted = ({ item, about, update, remove, questions, fields, ...on }: TrustedProps) => (
  <>
    <div>
      <strong>{item.name}</strong>{' '}
      <Status status={item.isActive ? 'ACTIVE' : 'OFF'} tone={item.isActive ? 'good' : 'plain'} />
      {about}
    </div>
    <div className="buttons">
      <Deed label="Edit" action={update} question={questions.edit} fields={fields} run={on.onEdit} />
      <Deed
        label={item.isActive ? 'Switch off' : 'Switch on'}
        action={update}
        question={questions.switch}
        run={() => on.onSwitch(!item.isActive)}
      />
      <Deed label="Delete" action={remove} question={questions.remove} tone="danger" run={on.onRemove} />
    </div>
  </>
);

interface TrustedListProps<T> {
  readonly title: string;
  readonly what: string;
  readonly list: List<T>;
  /** The next step, if there is none. */
  readonly empty: string;
  readonly add: ReactNode;
  readonly children: (item: T) => ReactNode;
}

export const TrustedList = <T extends Named>({ title, what, list, empty, add, children }: TrustedListProps<T>) => (
  <Section title={title} aside={add}>
    <Listed what={what} list={list} empty={<Empty title={empty} />}>
      {(items) => <Rows items={items}>{children}</Rows>}
    </Listed>
  </Section>
);
