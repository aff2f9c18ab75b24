import { expect, test } from 'vitest';
import { mostLeftOut } from '../../../parts/projects/export-parts.ts';
import { pageContext } from '../../../parts/testing/page-context.server.ts';
import { action } from './export-file.server.ts';

test('more than an export can leave out leads back to the choices, before anything is compared', async () => {
  const params = { installationId: 'inst_01k4m2r8fhe9qv7n3p5s6t8w9x', projectId: 'proj_01k4m2r8fhe9qv7n3p5s6t8w9x' };
  const page = `/installations/${params.installationId}/projects/${params.projectId}/export`;
  const url = new URL(`https://home.example.com${page}/file`);
  const body = new URLSearchParams(Array.from({ length: mostLeftOut + 1 }, (_, index) => ['exclude', `redis-instances.a${index}`]));
  const request = new Request(url, { method: 'POST', body });
  const pattern = '/installations/:installationId/projects/:projectId/export/file';
  const answer = await action({ request, params, url, pattern, context: pageContext({ actor: { type: 'anonymous' } }) });
  expect(answer.headers.get('location')).toBe(page);
  expect(answer.headers.get('set-cookie')).toContain('hb_toast');
});
