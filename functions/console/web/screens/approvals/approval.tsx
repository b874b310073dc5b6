// One question on one page: what changes, who decides by which rule, who has, and the answers that this person may give.

import { useState } from 'react';
import { useParams } from 'react-router';
import { useList, useRead } from '../../app/data.ts';
import { Empty } from '../../parts/loading.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Shown } from '../../parts/shown.tsx';
import { Status, wordsOf } from '../../parts/status.tsx';
import { Facts } from '../../parts/tabular/facts.tsx';
import { Time } from '../../parts/time.tsx';
import { RunbookLinks } from '../runbooks/runbook-links.tsx';
import { AnswerDeeds } from './answer-deeds.tsx';
import { Changes } from './changes.tsx';
import type { Approval } from './seen.ts';
import { Subject } from './subject.tsx';

interface ApprovalProps {
  readonly approval: Approval;
}

/** Ids of people by their names, of the question's policy. */
function useNames({ policy: { userIds, excludedUserIds } }: Approval): (ids: readonly string[]) => string {
  const { items } = useList(
    'GET /members',
    { query: { limit: 100 } },
    { enabled: userIds.length + excludedUserIds.length > 0 },
  );
  return (ids) => ids.map((id) => items.find(({ userId }) => userId === id)?.name ?? id).join(', ');
}

/** The teams whose members must be among those who approve. */
function Groups({ groups }: Pick<Approval['policy'], 'groups'>) {
  const { items } = useList('GET /teams', { query: { limit: 100 } });
  const nameOf = (id: string) => items.find((team) => team.id === id)?.name ?? id;
  return groups.map(({ groupId, approvalsNeeded }) => `${approvalsNeeded} of ${nameOf(groupId)}`).join(', ');
}

function Rule({ approval }: ApprovalProps) {
  const { policy, decisions } = approval;
  const namesOf = useNames(approval);
  const approved = decisions.filter(({ action }) => action === 'APPROVED').length;
  return (
    <Section title="Rule">
      <p>
        <label>
          {approved} of {policy.approvalsNeeded} needed {policy.approvalsNeeded === 1 ? 'approval' : 'approvals'}{' '}
          <progress max={policy.approvalsNeeded} value={approved} />
        </label>
      </p>
      <Facts
        rows={[
          [
            'May decide',
            <>
              {policy.roles.length > 0 && `Members with the role ${policy.roles.map(wordsOf).join(' or ')}`}
              {policy.roles.length > 0 && policy.userIds.length > 0 && ', and '}
              {namesOf(policy.userIds)}
            </>,
          ],
          ['Of these, members of teams', policy.groups.length > 0 && <Groups groups={policy.groups} />],
          [
            'May not decide, as they took part',
            policy.excludedUserIds.length > 0 ? namesOf(policy.excludedUserIds) : undefined,
          ],
          ['A rejection', 'One is enough; it ends the question.'],
        ]}
      />
    </Section>
  );
}

const Decisions = ({ approval: { decisions } }: ApprovalProps) => (
  <Section title="Decisions">
    {decisions.length === 0 ? (
      <Empty title="Nobody has decided yet." />
    ) : (
      <ul className="rows">
        {decisions.map(({ userId, name, action, comment, decidedAt }) => (
          <li key={`${userId} ${action}`}>
            <span>
              <Status status={action} /> {name}
              {comment && <p className="prose">{comment}</p>}
            </span>
            <Time at={decidedAt} />
          </li>
        ))}
      </ul>
    )}
  </Section>
);

function Runbooks({ approval }: ApprovalProps) {
  const list = useList('GET /approvals/{approval}/runbooks', { params: { approval: approval.id } });
  return <RunbookLinks list={list} empty={<Empty title="The service has no runbook." />} />;
}

function Whole({ approval }: ApprovalProps) {
  const [answered, setAnswered] = useState<Approval>();
  // The answers stay when others decide: the person who is about to answer is told, and keeps what was written.
  const [wasOpen] = useState(approval.status === 'PENDING');
  const { subject, stage, round } = approval;
  return (
    <>
      <p>
        <Status status={approval.status} /> {wordsOf(stage)}
        {subject.type === 'Release' && `, cycle ${round}`}, of <Subject subject={subject} />, asked{' '}
        <Time at={approval.requestedAt} />
        {approval.decidedAt && (
          <>
            , decided <Time at={approval.decidedAt} />
          </>
        )}
      </p>
      {answered && (
        <p className="notice" role="status">
          Your answer is stored. The question is now {wordsOf(answered.status).toLowerCase()}. Go on with{' '}
          <Subject subject={subject} />.
        </p>
      )}
      {wasOpen && (
        <div className="buttons">
          <AnswerDeeds approval={approval} onAnswered={setAnswered} />
        </div>
      )}
      {subject.type === 'Release' && <Changes approval={approval} />}
      <Rule approval={approval} />
      <Decisions approval={approval} />
      <Runbooks approval={approval} />
    </>
  );
}

export function ApprovalScreen() {
  const { approval: id = '' } = useParams();
  const read = useRead('GET /approvals/{approval}', { params: { approval: id } });
  return (
    <Page title={read.data?.body.question ?? 'Approval'}>
      <Shown what="the approval" read={read}>
        {(approval) => <Whole key={approval.id} approval={approval} />}
      </Shown>
    </Page>
  );
}
