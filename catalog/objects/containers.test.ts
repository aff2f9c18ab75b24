import { expect, it, test } from 'vitest';
import { computePresets } from './compute-size.ts';
import { KnativeService } from './knative-service.ts';
import { TraditionalService } from './traditional-service.ts';

const app = { name: 'app', image: 'nginx:1.29' };
const said = (result: { error?: { issues: { path: PropertyKey[]; message: string }[] } | undefined }) =>
  (result.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
const knative = (more: Record<string, unknown>) =>
  said(KnativeService.safeParse({ name: 'x', ...computePresets.tiny, containers: [app], ...more }));
const web = (more: Record<string, unknown>) =>
  said(TraditionalService.safeParse({ name: 'x', ...computePresets.tiny, containers: [app], ...more }));

test('what Kubernetes would refuse as doubled is named at once', () => {
  const env = [
    { name: 'A', source: 'value', value: '1' },
    { name: 'A', source: 'value', value: '2' },
  ];
  expect(web({ env })).toEqual(['env.1.name: two variables are named "A"']);
  expect(web({ containers: [{ ...app, env }] })).toEqual(['containers.0.env.1.name: two variables are named "A"']);
  const mounts = [
    { volume: 'a', path: '/x' },
    { volume: 'b', path: '/x' },
  ];
  const volumes = ['a', 'b'].map((name) => ({ name, type: 'empty_dir' }));
  expect(web({ containers: [{ ...app, mounts }], volumes })).toEqual(['containers.0.mounts.1.path: two mounts are at /x']);
  expect(web({ ports: [{ name: 'a--b', number: 80 }] })).toEqual([expect.stringMatching(/^ports\.0\.name: .*single -/)]);
});

it.each([
  [{ port: 8012 }, 'port: Knative itself uses the port 8012'],
  [{ port: 4180 }, 'port: Knative itself uses the port 4180'],
  [{ env: [{ name: 'PORT', source: 'value', value: '1' }] }, 'env.0.name: Knative itself sets PORT'],
  [{ containers: [{ ...app, name: 'queue-proxy' }] }, 'containers.0.name: the name "queue-proxy" is taken'],
  [{ initContainers: [{ ...app, name: 'proxy' }] }, 'initContainers.0.name: the name "proxy" is taken'],
  [{ volumes: [{ name: 'v', type: 'empty_dir' }] }, 'volumes.0.name: no container mounts the volume "v"'],
  [
    { volumes: [{ name: 'v', type: 'empty_dir' }], containers: [{ ...app, mounts: [{ volume: 'v', path: '/tmp/' }] }] },
    'containers.0.mounts.0.path: Knative allows no volume at /tmp/',
  ],
  [{ requireSignIn: true, realm: 'r', internal: true }, 'requireSignIn: a sign-in needs an address that browsers reach'],
])('Knative would refuse %j, so we do, and say why', (more, expected) => {
  expect(knative(more)).toEqual([expect.stringContaining(expected)]);
});

test('a folder below a reserved one, and a volume of an init container alone, are fine', () => {
  const mounts = [{ volume: 'v', path: '/tmp/cache' }];
  expect(knative({ volumes: [{ name: 'v', type: 'empty_dir' }], initContainers: [{ ...app, name: 'init', mounts }] })).toEqual([]);
});
