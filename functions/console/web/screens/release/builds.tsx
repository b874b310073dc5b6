// The builds of a release: their state at the CI service, and what a person may do about them.
import { useChange } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { Copyable } from '../../parts/copyable.tsx';
import { actionOf, Deed } from '../../parts/deed.tsx';
import { ExternalLink } from '../../parts/external-link.tsx';
import { Field } from '../../parts/field.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Section } from '../../parts/page.tsx';
import { Status } from '../../parts/status.tsx';
import { Time } from '../../parts/time.tsx';
import type { OfRelease, Release } from './seen.ts';

type Pipeline = Release['pipelines'][number];

interface BuildProps {
  readonly pipeline: Pipeline;
  readonly release: Release;
}

function Build({ pipeline, release }: BuildProps) {
  const change = useChange();
  const { actions } = pipeline;
  const name = pipeline.integration?.name ?? pipeline.pipelineIntegrationId;
  const params = { release: release.id, integration: pipeline.pipelineIntegrationId };
  return (
    <li>
      <div>
        <strong>{name}</strong> <Status status={pipeline.buildStatus} />{' '}
        {pipeline.buildNumber !== undefined && <span>build {pipeline.buildNumber}</span>}
        <p className="small">
          {pipeline.commitSha && <Copyable text={pipeline.commitSha} shown={pipeline.commitSha.slice(0, 10)} />}{' '}
          {pipeline.triggeredAt && (
            <>
              requested <Time at={pipeline.triggeredAt} />
            </>
          )}{' '}
          {pipeline.buildUrl && <ExternalLink url={pipeline.buildUrl}>Build</ExternalLink>}{' '}
          {pipeline.buildLogUrl && <ExternalLink url={pipeline.buildLogUrl}>Log</ExternalLink>}{' '}
          {pipeline.artifactUrl && <ExternalLink url={pipeline.artifactUrl}>Artifact</ExternalLink>}
        </p>
        {pipeline.refreshError && <p className="bad">{pipeline.refreshError}</p>}
      </div>
      <div className="buttons">
        <Deed
          label="Build again"
          action={actionOf(actions, 'triggerPipeline')}
          question={
            <>
              Request a build of {release.branchRelease} for {release.releaseKey} on {name}?
            </>
          }
          run={() => change('POST /releases/{release}/pipelines/{integration}/trigger', { params })}
        />
        <Deed
          label="Ask CI"
          action={actionOf(actions, 'refreshPipeline')}
          question={<>Ask {name} for the state of the build now?</>}
          run={() => change('POST /releases/{release}/pipelines/{integration}/refresh', { params })}
        />
        <Deed
          label="Report its end"
          action={actionOf(actions, 'reportBuild')}
          question={
            <>
              Say how the build of {release.releaseKey} on {name} ended, because CI did not?
            </>
          }
          fields={
            <Field label="It ended with" path="status">
              {(input) => (
                <select {...input} name="status">
                  <option value="SUCCESS">Success</option>
                  <option value="FAILED">Failure</option>
                </select>
              )}
            </Field>
          }
          run={(form) =>
            change('POST /releases/{release}/pipelines/{integration}/status', {
              params,
              body: { status: textOf(form, 'status') as 'SUCCESS' },
            })
          }
        />
      </div>
    </li>
  );
}

export const Builds = ({ release }: OfRelease) => (
  <Section title="Builds">
    {release.pipelines.length === 0 ? (
      <Empty title="This release has no pipelines." />
    ) : (
      <ul className="rows">
        {release.pipelines.map((pipeline) => (
          <Build key={pipeline.pipelineIntegrationId} pipeline={pipeline} release={release} />
        ))}
      </ul>
    )}
  </Section>
);
