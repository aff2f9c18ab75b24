import { APIError } from 'better-auth/api';
import { Refusal } from '../refusal.ts';

/** better-auth's refusals in our words; any other error passes. */
export function asRefusal(error: unknown): never {
  if (!(error instanceof APIError)) throw error;
  const code = error.body && 'code' in error.body ? String(error.body.code) : '';
  if (code.startsWith('USER_ALREADY_EXISTS'))
    throw new Refusal('conflict', 'There is already an account with this e-mail address: sign in instead.', {
      cause: error,
      issues: [{ path: 'email', message: 'this address has an account: sign in instead' }],
    });
  if (error.statusCode === 401 || code === 'INVALID_EMAIL_OR_PASSWORD')
    throw new Refusal('unauthenticated', 'E-mail address or password is not right.', { cause: error });
  if (error.statusCode >= 400 && error.statusCode < 500)
    throw new Refusal('invalid', error.message || 'The account could not be used like this.', { cause: error });
  throw error;
}
