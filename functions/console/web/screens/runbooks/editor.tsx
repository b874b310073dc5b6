// The form of a runbook, with a preview of its text.
import { useId, useState } from 'react';
import { textOf, useSending } from '../../app/sending.ts';
import { Field } from '../../parts/field.tsx';
import { FormEnd } from '../../parts/form-end.tsx';
import { useBegun } from '../../parts/seen/seen.tsx';
import { Markdown } from './markdown.tsx';

interface Written {
  readonly title: string;
  readonly content: string;
  readonly service?: string | undefined;
  readonly environment?: string | undefined;
  readonly tags: string[];
  readonly isActive: boolean;
}

interface EditorProps {
  /** Undefined for a new one. */
  readonly before?: Written;
  /** `seen` is the ETag of the state on which the edit began. */
  readonly save: (written: Written, seen: string | undefined) => Promise<unknown>;
  readonly close: () => void;
}

const writtenIn = (form: FormData): Written => ({
  title: textOf(form, 'title') ?? '',
  content: String(form.get('content')).replaceAll('\r\n', '\n'),
  service: textOf(form, 'service'),
  environment: textOf(form, 'environment'),
  tags: (textOf(form, 'tags') ?? '').split(/[\s,]+/).filter((tag) => tag !== ''),
  isActive: form.has('isActive'),
});

export function Editor({ before, save, close }: EditorProps) {
  const [content, setContent] = useState(before?.content ?? '');
  const preview = useId();
  const { send, others } = useBegun();
  const { isSending, error, submit } = useSending((form) => send((seen) => save(writtenIn(form), seen)));
  return (
    <form className="card" onSubmit={submit}>
      <Field label="Title" path="title" error={error}>
        {(input) => <input {...input} name="title" required maxLength={120} defaultValue={before?.title} />}
      </Field>
      <div className="columns">
        <Field label="Text" path="content" error={error} hint="Markdown.">
          {(input) => (
            <textarea
              {...input}
              name="content"
              rows={18}
              maxLength={40_000}
              value={content}
              onChange={({ target }) => setContent(target.value)}
            />
          )}
        </Field>
        <section aria-labelledby={preview}>
          <h2 id={preview}>Preview</h2>
          <Markdown text={content} />
        </section>
      </div>
      <Field label="Service" path="service" error={error} hint="The slug of the service that it is about.">
        {(input) => <input {...input} name="service" maxLength={64} defaultValue={before?.service} />}
      </Field>
      <Field label="Environment" path="environment" error={error} hint="For example production.">
        {(input) => <input {...input} name="environment" maxLength={60} defaultValue={before?.environment} />}
      </Field>
      <Field label="Tags" path="tags" error={error} hint="With spaces between them.">
        {(input) => <input {...input} name="tags" defaultValue={before?.tags.join(' ')} />}
      </Field>
      <p>
        <label className="inline">
          <input type="checkbox" name="isActive" defaultChecked={before?.isActive ?? true} /> Active: shown with
          releases
        </label>
      </p>
      <FormEnd error={error} others={others} label="Save" sending="Saving…" isSending={isSending} close={close} />
    </form>
  );
}
