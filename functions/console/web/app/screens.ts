// The screens by their addresses below the tenant, and the entries of the navigation. A domain adds its own here.
import { type ComponentType, lazy } from 'react';

/** A screen whose script is loaded when it is shown. */
const screen = <Name extends string>(name: Name, load: () => Promise<Readonly<Record<Name, ComponentType>>>) =>
  lazy(async () => ({ default: (await load())[name] }));

export const SCREENS: readonly { readonly path: string; readonly Screen: ComponentType }[] = [
  { path: '', Screen: screen('NeedsYou', () => import('../screens/needs-you/needs-you.tsx')) },
  { path: 'releases', Screen: screen('Releases', () => import('../screens/releases/releases.tsx')) },
  { path: 'releases/new', Screen: screen('NewRelease', () => import('../screens/new-release/new-release.tsx')) },
  { path: 'releases/:release', Screen: screen('ReleaseScreen', () => import('../screens/release/release.tsx')) },
  { path: 'services', Screen: screen('Services', () => import('../screens/catalog/services/services.tsx')) },
  {
    path: 'services/:service',
    Screen: screen('ServiceScreen', () => import('../screens/catalog/services/service.tsx')),
  },
  { path: 'repositories', Screen: screen('Repositories', () => import('../screens/catalog/repositories.tsx')) },
  {
    path: 'repositories/:repository',
    Screen: screen('RepositoryScreen', () => import('../screens/catalog/repository.tsx')),
  },
  { path: 'components', Screen: screen('Components', () => import('../screens/catalog/components/components.tsx')) },
  {
    path: 'components/:component',
    Screen: screen('ComponentScreen', () => import('../screens/catalog/components/component.tsx')),
  },
  { path: 'runbooks', Screen: screen('Runbooks', () => import('../screens/runbooks/runbooks.tsx')) },
  { path: 'runbooks/new', Screen: screen('NewRunbook', () => import('../screens/runbooks/new-runbook.tsx')) },
  { path: 'runbooks/:runbook', Screen: screen('RunbookScreen', () => import('../screens/runbooks/runbook.tsx')) },
  { path: 'integrations', Screen: screen('Integrations', () => import('../screens/integrations/integrations.tsx')) },
  {
    path: 'integrations/:kind/:integration',
    Screen: screen('IntegrationScreen', () => import('../screens/integrations/integration.tsx')),
  },
  { path: 'webhooks', Screen: screen('Webhooks', () => import('../screens/webhooks/webhooks.tsx')) },
  { path: 'webhooks/:webhook', Screen: screen('WebhookScreen', () => import('../screens/webhooks/webhook.tsx')) },
  {
    path: 'notifications',
    Screen: screen('Notifications', () => import('../screens/notifications/notifications.tsx')),
  },
  {
    path: 'environments',
    Screen: screen('Environments', () => import('../screens/environments/environments.tsx')),
  },
  {
    path: 'environments/:environment',
    Screen: screen('EnvironmentScreen', () => import('../screens/environments/environment.tsx')),
  },
  {
    path: 'environments/:environment/compare',
    Screen: screen('Compare', () => import('../screens/environments/compare.tsx')),
  },
  {
    path: 'freeze-windows',
    Screen: screen('FreezeWindows', () => import('../screens/environments/freezes/freeze-windows.tsx')),
  },
  {
    path: 'freeze-windows/:window',
    Screen: screen('FreezeWindowScreen', () => import('../screens/environments/freezes/freeze-window.tsx')),
  },
  { path: 'agents', Screen: screen('Agents', () => import('../screens/agents/agents.tsx')) },
  { path: 'agents/:agent', Screen: screen('AgentScreen', () => import('../screens/agents/agent.tsx')) },
  {
    path: 'targets/:target',
    Screen: screen('TargetScreen', () => import('../screens/environments/targets/target.tsx')),
  },
  { path: 'promotions', Screen: screen('Promotions', () => import('../screens/promotions/promotions.tsx')) },
  {
    path: 'promotions/new',
    Screen: screen('NewPromotion', () => import('../screens/promotions/new/new-promotion.tsx')),
  },
  {
    path: 'promotions/:promotion',
    Screen: screen('PromotionScreen', () => import('../screens/promotions/promotion.tsx')),
  },
  {
    path: 'automatic-promotions',
    Screen: screen('AutomaticPromotions', () => import('../screens/promotions/automatic/automatic.tsx')),
  },
  { path: 'evidence', Screen: screen('Evidence', () => import('../screens/evidence/evidence.tsx')) },
  { path: 'evidence/:packet', Screen: screen('PacketScreen', () => import('../screens/evidence/packet.tsx')) },
  { path: 'live', Screen: screen('Live', () => import('../screens/deployments/live/live.tsx')) },
  { path: 'deployments', Screen: screen('Deployments', () => import('../screens/deployments/deployments.tsx')) },
  {
    path: 'deployments/:deployment',
    Screen: screen('DeploymentScreen', () => import('../screens/deployments/deployment.tsx')),
  },
  { path: 'trains', Screen: screen('Trains', () => import('../screens/trains/trains.tsx')) },
  { path: 'trains/:train', Screen: screen('TrainScreen', () => import('../screens/trains/train.tsx')) },
  { path: 'settings', Screen: screen('Settings', () => import('../screens/settings/settings.tsx')) },
  { path: 'approvals', Screen: screen('Approvals', () => import('../screens/approvals/approvals.tsx')) },
  { path: 'approvals/:approval', Screen: screen('ApprovalScreen', () => import('../screens/approvals/approval.tsx')) },
  { path: 'audit', Screen: screen('Audit', () => import('../screens/audit/audit.tsx')) },
  { path: 'account', Screen: screen('Account', () => import('../screens/account/account.tsx')) },
  { path: 'people', Screen: screen('Users', () => import('../screens/people/users.tsx')) },
  { path: 'people/users/:user', Screen: screen('UserScreen', () => import('../screens/people/user.tsx')) },
  { path: 'people/teams', Screen: screen('Teams', () => import('../screens/people/teams/teams.tsx')) },
  { path: 'people/teams/:team', Screen: screen('TeamScreen', () => import('../screens/people/teams/team.tsx')) },
  { path: 'people/invitations', Screen: screen('Invitations', () => import('../screens/people/invitations.tsx')) },
  { path: 'people/tokens', Screen: screen('TokensOfAll', () => import('../screens/people/tokens-of-all.tsx')) },
];

/** The pages for people without a session. */
export const OPEN_SCREENS: typeof SCREENS = [
  {
    path: 'forgotten-password',
    Screen: screen('ForgottenPassword', () => import('../screens/sign-in/mailed/password.tsx')),
  },
  { path: 'reset-password', Screen: screen('ResetPassword', () => import('../screens/sign-in/mailed/password.tsx')) },
  { path: 'invitation', Screen: screen('Invitation', () => import('../screens/sign-in/mailed/invitation.tsx')) },
  {
    path: 'confirm-email',
    Screen: screen('ConfirmEmail', () => import('../screens/sign-in/mailed/confirm-email.tsx')),
  },
];

interface Entry {
  readonly path: string;
  readonly label: string;
  /** Where its other screens are. */
  readonly others?: readonly string[];
}

export const NAVIGATION: readonly Entry[] = [
  { path: '', label: 'Needs you', others: ['approvals'] },
  { path: 'releases', label: 'Releases' },
  { path: 'trains', label: 'Trains' },
  { path: 'live', label: 'Deployments', others: ['promotions', 'automatic-promotions', 'deployments', 'evidence'] },
  { path: 'environments', label: 'Environments', others: ['freeze-windows', 'agents', 'targets'] },
  { path: 'services', label: 'Catalog', others: ['repositories', 'components'] },
  { path: 'runbooks', label: 'Runbooks' },
  { path: 'people', label: 'People' },
  { path: 'settings', label: 'Settings', others: ['integrations', 'webhooks', 'notifications'] },
  { path: 'audit', label: 'Audit' },
];
