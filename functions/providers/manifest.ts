// The providers domain: OpenID providers of a tenant, and signing in through them. Apart from `access`, whose function would be too large
// with a client of OpenID.
import * as z from 'zod';
import { baseErrors } from '../../entities/_base/conflicts.ts';
import { providerErrors, signInErrors } from '../../entities/access/errors.ts';
import {
  createProviderBody,
  listProvidersQuery,
  providerListView,
  providerView,
  updateProviderBody,
} from '../../entities/access/providers/provider.model.ts';
import { signedInView } from '../../entities/access/session.model.ts';
import {
  beginSignInBody,
  begunSignInView,
  completeSignInBody,
  signInOptionsView,
} from '../../entities/access/sign-ins/begun-sign-in.model.ts';

import { userErrors } from '../../entities/people/errors.ts';

const read = { role: 'ADMIN', scope: 'providers:read' } as const;
const write = { role: 'ADMIN', scope: 'providers:write' } as const;

import { environment } from '../../entities/_base/environment.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { STAGE, TABLE_NAME, ALLOWED_OUTBOUND_HOSTS, CREDENTIAL_KEY_ID, PUBLIC_URL } = environment;

export const manifest = defineManifest({
  domain: 'providers',
  routes: {
    createProvider: {
      method: 'POST',
      path: '/providers',
      summary: 'Add an OpenID provider through which people sign in; refused if it cannot be reached',
      access: write,
      body: createProviderBody,
      status: 201,
      reply: providerView,
      errors: [providerErrors.too_many, providerErrors.unusable],
    },
    listProviders: {
      method: 'GET',
      path: '/providers',
      summary: 'List the OpenID providers, newest first',
      access: read,
      query: listProvidersQuery,
      status: 200,
      reply: providerListView,
    },
    getProvider: {
      method: 'GET',
      path: '/providers/{provider}',
      summary: 'Show an OpenID provider without its secret',
      access: read,
      status: 200,
      reply: providerView,
      errors: [providerErrors.not_found],
    },
    updateProvider: {
      method: 'PATCH',
      path: '/providers/{provider}',
      summary: 'Change an OpenID provider; roles follow with the next sign-in of each user',
      access: write,
      body: updateProviderBody,
      status: 200,
      reply: providerView,
      errors: [providerErrors.not_found],
    },
    deleteProvider: {
      method: 'DELETE',
      path: '/providers/{provider}',
      summary: 'Delete an OpenID provider; its users stay',
      access: write,
      status: 204,
      errors: [providerErrors.not_found],
    },
    listSignInOptions: {
      method: 'GET',
      path: '/sign-in-options',
      summary: 'List the OpenID providers that the page for signing in offers',
      access: 'OPEN',
      status: 200,
      reply: signInOptionsView,
    },
    beginSignIn: {
      method: 'POST',
      path: '/sign-ins',
      summary: 'Begin a sign-in at an OpenID provider: answers the address to which the browser is sent',
      access: 'OPEN',
      body: beginSignInBody,
      status: 201,
      reply: begunSignInView,
      errors: [providerErrors.not_found, providerErrors.unavailable],
    },
    completeSignIn: {
      method: 'POST',
      path: '/sign-ins/{signIn}/complete',
      summary: 'Complete a sign-in with the parameters of the redirect: starts a session',
      access: 'OPEN',
      body: completeSignInBody,
      status: 201,
      reply: signedInView,
      setsCookie: true,
      errors: [signInErrors.refused, providerErrors.unavailable, baseErrors.conflict, userErrors.taken],
    },
  },
  subscriptions: {},
  tasks: {},
  lambdas: {
    api: {
      impact: 'People cannot sign in through their OpenID provider.',
      environment: z.object({ STAGE, TABLE_NAME, ALLOWED_OUTBOUND_HOSTS, CREDENTIAL_KEY_ID, PUBLIC_URL }),
      grants: [
        'table:read',
        'table:put',
        'table:update',
        'table:delete',
        'table:check',
        'credentials:seal',
        'credentials:open',
      ],
    },
  },
});
