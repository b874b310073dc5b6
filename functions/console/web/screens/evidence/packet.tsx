// One packet of evidence: its verification, its place in the chains, and what it says.
import { Link, useParams } from 'react-router';
import type { Output } from '../../../../client.ts';
import { useRead } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Copyable } from '../../parts/copyable.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Shown } from '../../parts/shown.tsx';
import { Status } from '../../parts/status.tsx';
import { Facts } from '../../parts/tabular/facts.tsx';
import { Time } from '../../parts/time.tsx';
import { TYPE_WORDS } from './words.ts';

type Packet = Output<'GET /evidence/{packet}'>;

interface OfPacket {
  readonly packet: Packet;
}

function Verification({ packet: { id } }: OfPacket) {
  const read = useRead('GET /evidence/{packet}/verify', { params: { packet: id } });
  return (
    <Section
      title="Verification"
      aside={
        <button type="button" onClick={() => void read.refetch()} disabled={read.isFetching}>
          Verify again
        </button>
      }
    >
      <Shown what="the verification" read={read}>
        {({ isIntact, broken, keyId }) => (
          <>
            <p role="status">
              <Status status={isIntact ? 'INTACT' : 'BROKEN'} />{' '}
              {isIntact
                ? 'Its signature and content are right, and it stands between its neighbours.'
                : (broken?.message ?? 'It is not as it was signed.')}
            </p>
            {broken && (
              <p className="small">
                Number {broken.number} in the chain of the {broken.chain.toLowerCase()}: <code>{broken.problem}</code>
              </p>
            )}
            <p className="small">
              Signed by <Copyable text={keyId} />
            </p>
          </>
        )}
      </Shown>
    </Section>
  );
}

const decoder = new TextDecoder();

/** The statement in the envelope, for people; the text as it is if it is no JSON. */
function statementIn(payload: string): string {
  try {
    const text = decoder.decode(Uint8Array.from(atob(payload), (one) => one.charCodeAt(0)));
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return payload;
  }
}

function About({ packet }: OfPacket) {
  const { slug } = useTenant();
  const { subjectType, subjectId, releaseId, number, releaseNumber, contentHash, previousHash } = packet;
  return (
    <Section title="About">
      <Facts
        rows={[
          [
            'About',
            <Link
              key="subject"
              to={`/${slug}/${subjectType === 'Promotion' ? 'promotions' : 'deployments'}/${subjectId}`}
            >
              The {subjectType.toLowerCase()}
            </Link>,
          ],
          [
            'Release',
            <Link key="release" to={`/${slug}/releases/${releaseId}`}>
              Its release
            </Link>,
          ],
          ['Number in the chain of the tenant', number],
          ['Number in the chain of the release', releaseNumber],
          ['Hash', <Copyable key="hash" text={contentHash} shown={`${contentHash.slice(0, 12)}…`} />],
          [
            'Hash of the one before',
            <Copyable key="before" text={previousHash} shown={`${previousHash.slice(0, 12)}…`} />,
          ],
          ['Recorded', <Time key="recorded" at={packet.createdAt} />],
        ]}
      />
    </Section>
  );
}

export function PacketScreen() {
  const { packet: id = '' } = useParams();
  const read = useRead('GET /evidence/{packet}', { params: { packet: id } });
  return (
    <Page title={read.data ? `Evidence ${read.data.body.number}` : 'Evidence'}>
      <Shown what="the packet" read={read}>
        {(packet) => (
          <>
            <p>{TYPE_WORDS[packet.type]}</p>
            <Verification packet={packet} />
            <About packet={packet} />
            <Section title="Statement">
              {packet.envelope ? (
                <pre className="code">{statementIn(packet.envelope.payload)}</pre>
              ) : (
                <Empty title="Its envelope is missing or cannot be read." />
              )}
            </Section>
          </>
        )}
      </Shown>
    </Page>
  );
}
