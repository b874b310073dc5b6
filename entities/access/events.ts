// Events of credentials. They hold ids only, never a secret or its hash.
import * as z from 'zod';
import { domainEvents } from '../_base/events.ts';

const event = domainEvents('access');

const token = { tokenId: z.string() };
const user = { userId: z.string() };
const issuer = { issuerId: z.string(), issuer: z.string() };
const provider = { providerId: z.string() };
const session = { ...user, sessionId: z.string() };

export const TokensIssued = event('TokensIssued', () => ({ count: z.number().int() }));
export const TokenCreated = event('TokenCreated', () => token);
export const TokenRotated = event('TokenRotated', () => token);
/** The token is no longer accepted. */
export const TokenRevoked = event('TokenRevoked', () => token);
/** A token was used from an address that had not used it before. */
export const TokenAddressAdded = event('TokenAddressAdded', () => token);

export const SessionStarted = event('SessionStarted', () => session);
/** `userId` is undefined if nobody has the name that was typed. */
export const SignInRefused = event('SignInRefused', () => ({ userId: z.string().optional() }));
export const SessionRotated = event('SessionRotated', () => session);
export const SessionRevoked = event('SessionRevoked', () => session);
/** All sessions of the user ended. */
export const SessionsRevoked = event('SessionsRevoked', () => user);

export const PasswordChanged = event('PasswordChanged', () => ({ ...user, byMail: z.boolean() }));
/** Somebody asked for a link to reset a password; `userId` is undefined if nobody has the name that was typed. */
export const PasswordResetRequested = event('PasswordResetRequested', () => ({ userId: z.string().optional() }));

export const IssuerRegistered = event('IssuerRegistered', () => issuer);
export const IssuerUpdated = event('IssuerUpdated', () => ({ ...issuer, changed: z.array(z.string()) }));
/** Its tokens are no longer accepted. */
export const IssuerDeleted = event('IssuerDeleted', () => issuer);

export const ProviderCreated = event('ProviderCreated', () => provider);
export const ProviderUpdated = event('ProviderUpdated', () => ({ ...provider, changed: z.array(z.string()) }));
export const ProviderDeleted = event('ProviderDeleted', () => provider);

export const SignInPolicyChanged = event('SignInPolicyChanged', () => ({ requiresPasskey: z.boolean() }));
export const PasskeyAdded = event('PasskeyAdded', () => user);
export const PasskeyRemoved = event('PasskeyRemoved', () => user);
