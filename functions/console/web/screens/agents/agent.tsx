// One agent: whether it is there, where it works, and the deeds that a person may do with it.
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { Output } from '../../../../client.ts';
import { useChange, useRead } from '../../app/data.ts';
import { changedOf } from '../../app/sending.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Copyable } from '../../parts/copyable.tsx';
import { actionOf, Deed } from '../../parts/deed.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Shown } from '../../parts/shown.tsx';
import { Facts } from '../../parts/tabular/facts.tsx';
import { Time } from '../../parts/time.tsx';
import { LabelWords } from '../environments/label-fields.tsx';
import { EnvironmentName, useEnvironments } from '../environments/named/environment-names.tsx';
import { AgentFields, newAgent } from './agent-fields.tsx';
import { AgentState, HEARD_EVERY_MS } from './agent-state.tsx';
import { Join, type Joining } from './join.tsx';

type Agent = Output<'GET /agents/{agent}'>;

interface OfAgent {
  readonly agent: Agent;
}

function AgentDeeds({ agent }: OfAgent) {
  const { slug } = useTenant();
  const change = useChange();
  const navigate = useNavigate();
  const [joining, setJoining] = useState<Joining>();
  const { actions, name, isActive, id, registeredAt } = agent;
  const params = { agent: id };
  const update = actionOf(actions, 'updateAgent');
  return (
    <div className="buttons">
      <Deed
        label="Edit"
        action={update}
        question={<>Change the agent {name}?</>}
        fields={(error) => <AgentFields error={error} agent={agent} />}
        run={(form, seen) => change('PATCH /agents/{agent}', { params, body: changedOf(newAgent(form), agent), seen })}
      />
      <Deed
        label="Renew the join token"
        action={actionOf(actions, 'renewAgentJoinToken')}
        question={
          registeredAt === null ? (
            <>Make a new join token for {name}? An earlier one ends.</>
          ) : (
            <>Make a new join token for {name}? The agent that runs now goes on until another one registers with it.</>
          )
        }
        run={async (_, seen) => {
          const { body } = await change('POST /agents/{agent}/join-token', { params, seen });
          setJoining(body);
        }}
      />
      <Deed
        label={isActive ? 'Switch off' : 'Switch on'}
        action={update}
        question={
          isActive ? (
            <>Switch {name} off? It gets no more work, and its credential is refused.</>
          ) : (
            <>Switch {name} on, so that it gets work again?</>
          )
        }
        run={(_, seen) => change('PATCH /agents/{agent}', { params, body: { isActive: !isActive }, seen })}
      />
      <Deed
        label="Delete"
        action={actionOf(actions, 'deleteAgent')}
        question={<>Delete the agent {name}? Its credential is refused within half a minute.</>}
        tone="danger"
        run={async (_, seen) => {
          await change('DELETE /agents/{agent}', { params, seen });
          void navigate(`/${slug}/agents`);
        }}
      />
      {joining && <Join joining={joining} close={() => setJoining(undefined)} />}
    </div>
  );
}

function Places({ agent: { environmentIds } }: OfAgent) {
  const environments = useEnvironments(environmentIds);
  if (environmentIds.length === 0) return 'all environments';
  if (!environments) return <Loading what="them" />;
  return environmentIds.map((id) => (
    <div key={id}>
      <EnvironmentName id={id} environments={environments} />
    </div>
  ));
}

const About = ({ agent }: OfAgent) => (
  <Section title="About">
    <Facts
      rows={[
        ['Works in', <Places key="places" agent={agent} />],
        [
          'Capabilities',
          agent.capabilities.length === 0 ? 'none yet: it tells them itself' : agent.capabilities.join(', '),
        ],
        ['Version', agent.version],
        [
          'Labels',
          Object.keys(agent.labels).length === 0 ? undefined : <LabelWords key="labels" labels={agent.labels} />,
        ],
        ['Registered', agent.registeredAt && <Time key="registered" at={agent.registeredAt} />],
        ['Created', <Time key="created" at={agent.createdAt} />],
        ['Changed', <Time key="changed" at={agent.updatedAt} />],
        ['Id', <Copyable key="id" text={agent.id} />],
      ]}
    />
  </Section>
);

export function AgentScreen() {
  const { agent: id = '' } = useParams();
  const read = useRead('GET /agents/{agent}', { params: { agent: id } }, { every: HEARD_EVERY_MS });
  return (
    <Page title={read.data?.body.name ?? 'Agent'}>
      <Shown what="the agent" read={read}>
        {(agent) => (
          <>
            <div>
              <AgentState agent={agent} />
            </div>
            <AgentDeeds agent={agent} />
            <About agent={agent} />
          </>
        )}
      </Shown>
    </Page>
  );
}
