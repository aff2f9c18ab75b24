import { roles } from '@home-base/schema/db/accounts.ts';
import { toId } from '@home-base/schema/ids/id.ts';
import { describe, expect, test } from 'vitest';
import { permissions, requirePermission } from './access.ts';
import type { Actor } from './context.ts';
import { Refusal } from './refusal.ts';

const uuid = '018f2f7e-7b5a-7c3d-9e8f-0a1b2c3d4e5f';
const orgId = toId('org', uuid);
const key = (role: (typeof roles)[number]): Actor => ({ type: 'api_key', id: toId('apiKey', uuid), name: 'key', orgId, role });
const agent: Actor = { type: 'agent', id: toId('agent', uuid), orgId, installationId: toId('installation', uuid) };

function codeOf(actor: Actor, permission: (typeof permissions)[number]): string {
  try {
    requirePermission(actor, permission);
    return 'ok';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

describe('access', () => {
  test('a viewer changes nothing', () => {
    for (const permission of permissions.filter((each) => !each.endsWith(':read')))
      expect(codeOf(key('viewer'), permission), permission).toBe('forbidden');
  });

  test('a higher role may all that a lower one may', () => {
    const allowed = roles.toReversed().map((role) => permissions.filter((permission) => codeOf(key(role), permission) === 'ok'));
    allowed.reduce((lower, higher) => {
      expect(higher).toEqual(expect.arrayContaining(lower));
      return higher;
    });
  });

  test('an agent may fetch and report, and nothing else', () => {
    expect(permissions.filter((permission) => codeOf(agent, permission) === 'ok')).toEqual(['trust:read', 'agent:sync']);
    expect(codeOf(key('owner'), 'agent:sync')).toBe('forbidden');
  });

  test('nobody, someone without an org, and the system are kept out of tenant rows', () => {
    const homeless: Actor = {
      type: 'user',
      id: toId('user', uuid),
      name: 'Ada',
      email: 'ada@example.com',
      orgId: undefined,
      role: undefined,
    };
    for (const permission of permissions) {
      expect(codeOf({ type: 'anonymous' }, permission)).toBe('unauthenticated');
      expect(codeOf({ type: 'system', reason: 'cron' }, permission)).toBe('forbidden');
      expect(codeOf(homeless, permission)).toBe('forbidden');
    }
  });
});
