// One runbook: its text, deeds, edit and revisions.
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { Output } from '../../../../client.ts';
import { useChange, useRead } from '../../app/data.ts';
import { changedOf } from '../../app/sending.ts';
import { useTenant } from '../../app/tenant.tsx';
import { actionOf, Deed, DeedButton } from '../../parts/deed.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Shown } from '../../parts/shown.tsx';
import { Status } from '../../parts/status.tsx';
import { Facts } from '../../parts/tabular/facts.tsx';
import { Time } from '../../parts/time.tsx';
import { Editor } from './editor.tsx';
import { Markdown } from './markdown.tsx';
import { Revisions } from './revisions.tsx';

interface OfRunbook {
  readonly runbook: Output<'GET /runbooks/{runbook}'>;
}

function Edit({ runbook, close }: OfRunbook & { readonly close: () => void }) {
  const change = useChange();
  const [before] = useState(runbook);
  return (
    <Editor
      before={before}
      close={close}
      save={async ({ service = null, environment = null, ...written }, seen) => {
        const body = changedOf({ ...written, service, environment }, before);
        await change('PATCH /runbooks/{runbook}', { params: { runbook: runbook.id }, body, seen });
        close();
      }}
    />
  );
}

function Deeds({ runbook, edit }: OfRunbook & { readonly edit: () => void }) {
  const { slug } = useTenant();
  const change = useChange();
  const navigate = useNavigate();
  const update = actionOf(runbook.actions, 'updateRunbook');
  return (
    <div className="buttons">
      {update && <DeedButton label="Edit" action={update} press={edit} />}
      <Deed
        label="Delete"
        action={actionOf(runbook.actions, 'deleteRunbook')}
        tone="danger"
        question={`Delete “${runbook.title}” with all its revisions? One that is switched off stays and can be found.`}
        run={async (_, seen) => {
          await change('DELETE /runbooks/{runbook}', { params: { runbook: runbook.id }, seen });
          void navigate(`/${slug}/runbooks`);
        }}
      />
    </div>
  );
}

function Whole({ runbook }: OfRunbook) {
  const { slug } = useTenant();
  const [isEdited, setIsEdited] = useState(false);
  if (isEdited) return <Edit runbook={runbook} close={() => setIsEdited(false)} />;
  const { service, environment, tags, createdBy, updatedAt, content } = runbook;
  return (
    <>
      {!runbook.isActive && <Status status="INACTIVE" />}
      <Deeds runbook={runbook} edit={() => setIsEdited(true)} />
      <Section title="Text">
        {content.trim() === '' ? <Empty title="It has no text yet." /> : <Markdown text={content} />}
      </Section>
      <Section title="About">
        <Facts
          rows={[
            [
              'Service',
              service && (
                <Link key="service" to={`/${slug}/services/${service}`}>
                  {service}
                </Link>
              ),
            ],
            ['Environment', environment],
            ['Tags', tags.join(' ') || null],
            ['Written by', createdBy.name],
            ['Edited', <Time key="edited" at={updatedAt} />],
          ]}
        />
      </Section>
      <Revisions runbook={runbook} />
    </>
  );
}

export function RunbookScreen() {
  const { runbook: id = '' } = useParams();
  const read = useRead('GET /runbooks/{runbook}', { params: { runbook: id } });
  return (
    <Page title={read.data?.body.title ?? 'Runbook'}>
      <Shown what="the runbook" read={read}>
        {(runbook) => <Whole runbook={runbook} />}
      </Shown>
    </Page>
  );
}
