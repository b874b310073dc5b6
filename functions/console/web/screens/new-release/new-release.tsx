// A new release: a form from the lists of what it may be made of; `?from=<releaseKey>` fills it as an earlier release was.
import { Link, useSearchParams } from 'react-router';
import { useRead } from '../../app/data.ts';
import { useMe, useTenant } from '../../app/tenant.tsx';
import { actionOfMe } from '../../parts/deed.tsx';
import { Empty, Loading } from '../../parts/loading.tsx';
import { Page } from '../../parts/page.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useOffers } from './offers.ts';
import { ReleaseForm } from './release-form.tsx';
import { type Start, startOf, UNFILLED } from './start.ts';

function Filled({ start }: { readonly start: Start }) {
  const { slug } = useTenant();
  const { offers, isPending } = useOffers();
  if (isPending) return <Loading what="services and integrations" />;
  if (offers.scm.items.length === 0 || offers.targets.items.length === 0) {
    return (
      <Empty title="A release needs a verified source of code and a verified target.">
        <p>
          <Link to={`/${slug}/integrations`}>Connect them</Link> first.
        </p>
      </Empty>
    );
  }
  return <ReleaseForm start={start} offers={offers} />;
}

function Copied({ from }: { readonly from: string }) {
  const read = useRead('GET /releases/{release}', { params: { release: from } });
  return (
    <Shown what={from} read={read}>
      {(release) => <Filled key={release.id} start={startOf(release)} />}
    </Shown>
  );
}

export function NewRelease() {
  const [search] = useSearchParams();
  const { allowed, reason } = actionOfMe(useMe(), 'createRelease');
  const from = search.get('from');
  const form = from ? <Copied from={from} /> : <Filled start={UNFILLED} />;
  return (
    <Page title={from ? `Next release like ${from}` : 'New release'}>
      {allowed ? form : <p className="notice warning">{reason}</p>}
    </Page>
  );
}
