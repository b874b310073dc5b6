// The integrations of a new release: source of code, targets and the pipelines that build for them, chat and tickets.
import { useState } from 'react';
import type { Refusal } from '../../app/connection.ts';
import { Section } from '../../parts/page.tsx';
import { Components } from './components.tsx';
import { OneOf, SomeOf, Text } from './inputs.tsx';
import type { Integration, Offers } from './offers.ts';
import type { Start } from './start.ts';

interface PartsProps {
  readonly start: Start;
  readonly offers: Offers;
  readonly type: string;
  /** The slug of the service; empty for a new one. */
  readonly service: string;
  readonly error: Refusal | null;
}

type Switched = Readonly<Record<string, boolean>>;
const switchedOn = (ids: readonly string[] = []): Switched => Object.fromEntries(ids.map((id) => [id, true]));

/** A pipeline builds from one source for one target. */
const buildOf = ({ config }: Integration): { scmIntegrationId?: string; targetIntegrationId?: string } =>
  'scmIntegrationId' in config ? config : {};
const aboutBase = (source: Integration | undefined): string =>
  source && 'defaultBranch' in source.config && source.config.defaultBranch
    ? `The release is cut from it. Without one: ${source.config.defaultBranch}.`
    : 'The release is cut from it. Such as main.';
const optionsOf = (items: readonly Integration[]) => items.map(({ id, name }) => ({ id, name }));

export function Parts({ start, offers, type, service, error }: PartsProps) {
  const [scm, setScm] = useState(start.scmIntegrationId ?? offers.scm.items[0]?.id);
  const [targets, setTargets] = useState(switchedOn(start.targets));
  const [pipelines, setPipelines] = useState(switchedOn(start.pipelines));
  const fitting = offers.pipelines.items.filter((pipeline) => {
    const { scmIntegrationId, targetIntegrationId = '' } = buildOf(pipeline);
    return scmIntegrationId === scm && targets[targetIntegrationId];
  });
  const source = offers.scm.items.find(({ id }) => id === scm);
  const serviceId = offers.services.items.find(({ slug }) => slug === service)?.id;
  const hasServer = offers.targets.items.some((target) => target.type === 'SERVER' && targets[target.id]);
  const nameOf = (id: string | undefined) => offers.targets.items.find((target) => target.id === id)?.name ?? id;
  return (
    <Section title="Source, targets and builds">
      <OneOf
        label="Source of code"
        name="scmIntegrationId"
        error={error}
        options={optionsOf(offers.scm.items)}
        start={scm}
        onChoice={setScm}
      />
      <Text
        label="Base branch"
        name="baseBranch"
        error={error}
        start={start.baseBranch}
        hint={type === 'HOTFIX' ? 'Without branch and tag: the tag of the release before.' : aboutBase(source)}
      />
      {type === 'HOTFIX' && <Text label="Base tag (optional)" name="baseTag" error={error} hint="Such as v1.4.0." />}
      <Text
        label="Release branch (optional)"
        name="branchRelease"
        error={error}
        hint="Without one: release/ and the version. Services of one repository need different ones."
      />
      <SomeOf
        label="Targets"
        name="targets"
        error={error}
        options={optionsOf(offers.targets.items)}
        isChosen={(id) => targets[id] ?? false}
        choose={(id, isOn) => setTargets({ ...targets, [id]: isOn })}
        hint="The first one is the primary one."
      />
      {hasServer && <Components key={service} start={start} serviceId={serviceId} error={error} />}
      <SomeOf
        label="Pipelines"
        name="pipelines"
        error={error}
        options={fitting.map((pipeline) => ({
          id: pipeline.id,
          name: `${pipeline.name}, for ${nameOf(buildOf(pipeline).targetIntegrationId)}`,
        }))}
        isChosen={(id) => pipelines[id] ?? start.pipelines === undefined}
        choose={(id, isOn) => setPipelines({ ...pipelines, [id]: isOn })}
        hint="Those that build from the source for the chosen targets."
      />
      <OneOf
        label="Chat or mail (optional)"
        name="communicationIntegrationId"
        error={error}
        options={optionsOf(offers.chats.items)}
        none="None"
        start={start.communicationIntegrationId}
      />
      <OneOf
        label="Tickets (optional)"
        name="ticketIntegrationId"
        error={error}
        options={optionsOf(offers.tickets.items)}
        none="None"
        start={start.ticketIntegrationId}
      />
    </Section>
  );
}
