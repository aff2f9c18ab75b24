import { expect, test } from 'vitest';
import { changedFields } from './audit.ts';

test('keeps the fields that changed, also deep ones, and leaves the others out', () => {
  const before = { name: 'a', size: 1, users: [{ username: 'app', roles: ['login'] }] };
  const after = { name: 'a', size: 2, users: [{ username: 'app', roles: ['login', 'createdb'] }] };
  expect(changedFields(before, after)).toEqual({
    before: { size: 1, users: before.users },
    after: { size: 2, users: after.users },
  });
  expect(changedFields({ gone: true }, {})).toEqual({ before: { gone: true }, after: {} });
});

test('strikes out secrets: by name, and the literal values of environment variables', () => {
  const env = [
    { name: 'DB_PASSWORD', source: 'value', value: 'hunter2' },
    { name: 'OTHER', source: 'secret', from: 'creds', key: 'password' },
  ];
  const { after } = changedFields(undefined, { password: 'hunter2', passwordVersion: 3, containers: [{ image: 'nginx', env }] });
  expect(JSON.stringify(after)).not.toContain('hunter2');
  expect(after).toMatchObject({ passwordVersion: 3, containers: [{ image: 'nginx', env: [{ name: 'DB_PASSWORD' }, { from: 'creds' }] }] });
});
