import { expect, test } from 'vitest';
import { localPath } from './local-path.ts';

test('a path of this site is kept, with its query', () => {
  expect(localPath('/installations/inst_1?tab=agents')).toBe('/installations/inst_1?tab=agents');
});

test.each([
  '//evil.example',
  '/.//evil.example/login',
  '/x/..//evil.example',
  '/%2e//evil.example',
  '/./\t/evil.example',
  'https://evil.example',
  '/\\evil.example',
  '',
  null,
])('after signing in nobody is led away by %j', (path) => expect(localPath(path)).toBe('/'));
