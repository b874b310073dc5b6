// Events of promotions with the message of each: type, data, purpose, title, lines; questions about promotions, and events of environments.
// Part of the tables of messages.test.ts.
const promotion = {
  ...{ promotionId: 'p1', releaseId: 'r1', releaseKey: 'app@1.5.0', version: '1.5.0', serviceId: 's1', service: 'app' },
  ...{ environmentId: 'e1', environmentName: 'production', isRollback: false, status: 'PENDING_GATES' },
};
const asked = {
  releaseId: 'r1',
  approvalId: 'a1',
  subject: { type: 'Promotion', id: 'p1', key: 'app@1.5.0 to production' },
  ...{ stage: 'PROMOTION', round: 1, question: 'Promote app 1.5.0 to production?' },
};
const override = { ...promotion, expiresAt: '2026-03-10T09:00:00.000Z' };
const hold = {
  ...{ environmentId: 'e1', environmentName: 'production', serviceId: 's1', service: 'app' },
  ...{ deploymentId: 'd1', releaseId: 'r1', version: '1.5.0' },
};
const LIFT = 'A LEAD lifts the hold: DELETE …/promotion-holds/e1/app';
const AGAIN = 'Promote it again when it is fixed: POST …/promotions';
const GRANT = 'Another person, a LEAD, grants it: POST …/promotions/p1/override/grant';

export const promotionCases: [string, object, string, string, string[]][] = [
  [
    'PromotionRequested',
    promotion,
    'releases',
    'Promotion to production',
    ['Ada wants app 1.5.0 in production', 'What it waits for, and why: GET …/promotions/p1'],
  ],
  ['PromotionStarted', promotion, 'releases', 'Being deployed to production', []],
  ['PromotionDeployed', promotion, 'releases', 'Deployed to production', []],
  [
    'PromotionFailed',
    { ...promotion, reason: 'Its deployment failed.' },
    'incidents',
    'Not deployed to production',
    ['Its deployment failed.', AGAIN],
  ],
  [
    'PromotionRolledBack',
    { ...promotion, reason: 'error_rate is 7, and at most 1 is allowed' },
    'incidents',
    'Rolled back in production',
    ['error_rate is 7, and at most 1 is allowed', 'The targets have their earlier versions again'],
  ],
  [
    'PromotionRejected',
    { ...promotion, code: 'approvals.rejected', reason: 'A person rejected it.' },
    'incidents',
    'Refused for production',
    ['A person rejected it.', 'What it waits for, and why: GET …/promotions/p1/explain'],
  ],
  ['PromotionCancelled', promotion, 'releases', 'No longer wanted in production', ['Cancelled by Ada']],
  [
    'PromotionSuperseded',
    { ...promotion, supersededBy: 'p2', reason: 'app@1.6.0 was promoted after it.' },
    'releases',
    'Superseded in production',
    ['app@1.6.0 was promoted after it.'],
  ],
  [
    'PromotionOverrideRequested',
    override,
    'approvals',
    'Override of a freeze wanted for production',
    ['Ada asks for it until 2026-03-10 09:00 UTC', GRANT],
  ],
  [
    'PromotionOverrideRequested',
    { ...override, ticket: 'APP-7' },
    'approvals',
    'Override of a freeze wanted for production',
    ['Ada asks for it until 2026-03-10 09:00 UTC, see APP-7', GRANT],
  ],
  [
    'PromotionOverrideGranted',
    override,
    'approvals',
    'Override of a freeze granted for production',
    ['Ada grants it until 2026-03-10 09:00 UTC'],
  ],
  [
    'AutoPromotionHeld',
    { ...hold, reason: 'error_rate is 7' },
    'incidents',
    'Automatic promotions held in production: app',
    ['1.5.0 was rolled back there', 'error_rate is 7', LIFT],
  ],
  [
    'AutoPromotionHeld',
    hold,
    'incidents',
    'Automatic promotions held in production: app',
    ['1.5.0 was rolled back there', LIFT],
  ],
];

const deployment = {
  ...{ deploymentId: 'd1', origin: 'WINDLASS', environmentId: 'e1', serviceId: 's1', service: 'app' },
  ...{ releaseId: 'r1', version: '1.5.0', status: 'IN_PROGRESS' },
};
const MISSED = 'Step 1 of 3 was not passed: error_rate is 7, and at most 1 is allowed.';

/** Titles of these name version and service. */
export const deploymentCases: [string, object, string, string, string[]][] = [
  [
    'DeploymentPaused',
    { ...deployment, reason: MISSED, pausedUntil: '2026-03-10T09:00:00.000Z' },
    'incidents',
    'The deployment of app 1.5.0 is paused',
    [MISSED, 'A person decides until 2026-03-10 09:00 UTC, otherwise it is rolled back: POST …/deployments/d1/resume'],
  ],
  [
    'DeploymentRollbackStarted',
    { ...deployment, reason: MISSED },
    'incidents',
    'The deployment of app 1.5.0 is being rolled back',
    [MISSED],
  ],
];

/** The subject of these is no release, so that their titles name it otherwise. */
export const askedCases: [object, string, string][] = [
  [asked, 'Approval wanted: app@1.5.0 to production', 'For one person: promote app 1.5.0 to production?'],
  [
    { ...asked, approvalsNeeded: 3 },
    'Approval wanted: app@1.5.0 to production',
    'For 3 people: promote app 1.5.0 to production?',
  ],
];

const target = {
  ...{ targetId: 't9', name: 'web-1', environmentId: 'e1', componentId: 'c1', driftSince: '2026-03-01T12:00:00.000Z' },
  expectedDigest: `sha256:${'a'.repeat(64)}`,
};
const REPAIR = 'Promote the release again to repair it';

/** Type, data, title, lines. */
export const environments: [string, object, string, string[]][] = [
  [
    'DriftDetected',
    { ...target, observedDigest: `sha256:${'b'.repeat(64)}` },
    'Drift: web-1',
    ['It runs sha256:bbbbbbbbbbbb, and not sha256:aaaaaaaaaaaa as the latest deployment left it', REPAIR],
  ],
  [
    'DriftDetected',
    { ...target, observedDigest: target.expectedDigest },
    'Drift: web-1',
    ['Its sticker is missing or another one than the latest deployment left', REPAIR],
  ],
];
