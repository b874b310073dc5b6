// The decisions about a promotion, made again: as it was decided at a time, or as another version of the approval policy would decide.
import { useList, useRead } from '../../app/data.ts';
import { Section } from '../../parts/page.tsx';
import { Shown } from '../../parts/shown.tsx';
import { Filter } from '../catalog/choice.tsx';
import { type Filters, useFilters } from '../catalog/filters.ts';
import { TextFilter } from '../catalog/text-filter.tsx';
import { Gates } from './gates.tsx';
import type { Promotion } from './seen.ts';

const PAGE = 50;

interface OfPromotion {
  readonly promotion: Promotion;
}

interface Asked {
  readonly at: string | undefined;
  readonly policyVersion: number | undefined;
}

/** A wall time of this browser such as `2026-12-20T18:00`. */
function instantOf(text: string | undefined): string | undefined {
  const at = new Date(text ?? '');
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

const askedIn = ({ of }: Filters): Asked => ({
  at: instantOf(of('at')),
  policyVersion: Number(of('policyVersion') ?? 0) || undefined,
});

function Explanation({ promotion, asked }: OfPromotion & { readonly asked: Asked }) {
  const read = useRead('GET /promotions/{promotion}/explain', { params: { promotion: promotion.id }, query: asked });
  return (
    <Shown what="the explanation" read={read}>
      {({ record, snapshot, isReplayed }) => (
        <>
          {isReplayed && (
            <p className="notice">
              Decided again by what was known then, under version {record.policyVersion} of the policy. Nothing was
              changed.
            </p>
          )}
          <Gates decision={record} />
          <details>
            <summary>Everything that it was decided by, as JSON</summary>
            <pre className="code">{JSON.stringify(snapshot, null, 2)}</pre>
          </details>
        </>
      )}
    </Shown>
  );
}

export function Explain({ promotion }: OfPromotion) {
  const filters = useFilters();
  const params = { environment: promotion.environmentId };
  const versions = useList('GET /environments/{environment}/approval-policies', { params, query: { limit: PAGE } });
  const asked = askedIn(filters);
  const isAsked = asked.at !== undefined || asked.policyVersion !== undefined;
  return (
    <Section title="Decide it again">
      <div className="filters">
        <TextFilter label="As decided at" name="at" type="datetime-local" filters={filters} />
        <Filter
          label="Under the policy of version"
          all={versions.items.map(({ version }) => ({ id: String(version), name: String(version) }))}
          chosen={filters.of('policyVersion')}
          none="As it was"
          onChange={({ target }) => filters.set('policyVersion', target.value)}
        />
      </div>
      {isAsked ? (
        <Explanation promotion={promotion} asked={asked} />
      ) : (
        <p className="small">Choose a time or a version to see how it was or would have been decided.</p>
      )}
    </Section>
  );
}
