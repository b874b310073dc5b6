// A new runbook.
import { useNavigate } from 'react-router';
import { useChange } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Page } from '../../parts/page.tsx';
import { Editor } from './editor.tsx';

export function NewRunbook() {
  const { slug } = useTenant();
  const change = useChange();
  const navigate = useNavigate();
  return (
    <Page title="New runbook">
      <Editor
        close={() => void navigate(`/${slug}/runbooks`)}
        save={async (body) => {
          const made = await change('POST /runbooks', { body });
          void navigate(`/${slug}/runbooks/${made.body.id}`);
        }}
      />
    </Page>
  );
}
