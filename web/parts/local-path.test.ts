import { expect, test } from 'vitest';
import { localPath } from './local-path.ts';

test('nobody is sent to another site after signing in', () => {
  for (const path of ['//evil.example', '/\\evil.example', 'https://evil.example', '/\t/evil.example', 'javascript:alert(1)', '', null])
    expect(localPath(path)).toBe('/');
});

test('the page someone wanted keeps its query', () => {
  expect(localPath('/installations/inst_1?health=degraded')).toBe('/installations/inst_1?health=degraded');
});
