import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pollUntil } from '../process/poll.ts';
import { isFree } from '../process/ports.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';

const dir = mkdtempSync(join(tmpdir(), 'home-base-control-plane-'));
const lines: string[] = [];
let controlPlane: ControlPlane;

beforeAll(async () => {
  controlPlane = await startControlPlane({ dir, log: (line) => lines.push(line) });
}, 120_000);
afterAll(async () => {
  await controlPlane?.stop();
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

const deploymentPath = '/apis/apps/v1/namespaces/default/deployments/web';
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'registry.example/web:1' }] } },
  },
};

describe('the local control plane', () => {
  it('makes an applied Deployment available on its simulated nodes', async () => {
    await controlPlane.api.apply(deploymentPath, deployment);
    const status = await statusWhen(deploymentPath, (status) => status.availableReplicas === 2);
    expect(status).toMatchObject({ replicas: 2, readyReplicas: 2, observedGeneration: 1 });
  }, 60_000);

  it('shows a workload whose image cannot be pulled as not available', async () => {
    const path = '/apis/apps/v1/namespaces/default/deployments/broken';
    const template = {
      metadata: { labels: { app: 'broken' } },
      spec: { containers: [{ name: 'web', image: 'registry.example/web:does-not-exist' }] },
    };
    await controlPlane.api.apply(path, {
      ...deployment,
      metadata: { name: 'broken' },
      spec: { replicas: 1, selector: { matchLabels: { app: 'broken' } }, template },
    });
    const pods = await pollUntil(
      'the pull error',
      async () => {
        const list = JSON.stringify(await controlPlane.api.get('/api/v1/namespaces/default/pods?labelSelector=app%3Dbroken'));
        return list.includes('ImagePullBackOff') ? list : undefined;
      },
      { timeoutMs: 30_000 },
    );
    expect(pods).toContain('does-not-exist');
    expect((await status(path)).availableReplicas).toBeUndefined();
  }, 60_000);

  it('binds a claim of a StatefulSet and completes a Job', async () => {
    const template = {
      metadata: { labels: { app: 'db' } },
      spec: { restartPolicy: 'Always', containers: [{ name: 'db', image: 'registry.example/db:1' }] },
    };
    const claim = { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } };
    await controlPlane.api.apply('/apis/apps/v1/namespaces/default/statefulsets/db', {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db' },
      spec: { replicas: 1, serviceName: 'db', selector: { matchLabels: { app: 'db' } }, template, volumeClaimTemplates: [claim] },
    });
    await controlPlane.api.apply('/apis/batch/v1/namespaces/default/jobs/once', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'once' },
      spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'once', image: 'registry.example/once:1' }] } } },
    });
    expect(
      (await statusWhen('/apis/apps/v1/namespaces/default/statefulsets/db', ({ availableReplicas }) => availableReplicas === 1))
        .readyReplicas,
    ).toBe(1);
    expect(
      (await statusWhen('/api/v1/namespaces/default/persistentvolumeclaims/data-db-0', ({ phase }) => phase === 'Bound')).capacity,
    ).toEqual({ storage: '1Gi' });
    expect((await statusWhen('/apis/batch/v1/namespaces/default/jobs/once', ({ succeeded }) => succeeded === 1)).failed).toBeUndefined();
  }, 60_000);

  it('gives a LoadBalancer Service an address', async () => {
    const path = '/api/v1/namespaces/default/services/web';
    const spec = { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port: 80 }] };
    await controlPlane.api.apply(path, { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec });
    const { loadBalancer } = await statusWhen(path, ({ loadBalancer }) => JSON.stringify(loadBalancer)?.includes('ip'));
    expect(JSON.stringify(loadBalancer)).toMatch(/172\.18\.255\.\d+/);
  }, 60_000);

  it('has an API that a simulated pod serves, also where a CA would have been injected', async () => {
    const { api } = controlPlane;
    const labels = { app: 'metrics' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'server', image: 'registry.example/metrics:1' }] } };
    await api.apply('/apis/apps/v1/namespaces/default/deployments/metrics', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'metrics' },
      spec: { replicas: 1, selector: { matchLabels: labels }, template },
    });
    const ports = [{ name: 'https', port: 443, targetPort: 10250 }];
    await api.apply('/api/v1/namespaces/default/services/metrics', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'metrics' },
      spec: { selector: labels, ports },
    });
    const path = '/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io';
    await api.apply(path, {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v1beta1.metrics.k8s.io', annotations: { 'cert-manager.io/inject-ca-from': 'default/metrics' } },
      spec: {
        group: 'metrics.k8s.io',
        version: 'v1beta1',
        groupPriorityMinimum: 100,
        versionPriority: 100,
        service: { name: 'metrics', namespace: 'default', port: 443 },
      },
    });
    await statusWhen(path, ({ conditions }) => JSON.stringify(conditions)?.includes('"status":"True"'));
    expect(await api.get('/apis/metrics.k8s.io/v1beta1/nodes')).toMatchObject({ kind: 'NodeMetricsList', items: [] });
  }, 60_000);

  it('enforces RBAC: an account without a role may not read', async () => {
    const { body } = await controlPlane.api.send('POST', '/api/v1/namespaces/default/serviceaccounts/default/token', {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {},
    });
    const { kubeApi } = await import('./api-client.ts');
    const stranger = kubeApi({ url: controlPlane.url, caPem: controlPlane.caPem, token: JSON.parse(body).status.token });
    expect((await stranger.send('GET', '/api/v1/namespaces/default/secrets')).status).toBe(403);
    expect((await controlPlane.api.send('GET', '/api/v1/namespaces/default/secrets')).status).toBe(200);
    stranger.close();
  });

  it('refuses a second control plane in the same folder', async () => {
    await expect(startControlPlane({ dir })).rejects.toThrow(/already run by process \d+/);
  });

  it('survives a killed and a restarted API server', async () => {
    await controlPlane.killApiServer();
    await expect(controlPlane.api.send('GET', '/readyz')).rejects.toThrow();
    await controlPlane.restartApiServer();
    await controlPlane.restartApiServer();
    await controlPlane.api.apply(deploymentPath, { ...deployment, spec: { ...deployment.spec, replicas: 3 } });
    expect((await statusWhen(deploymentPath, ({ availableReplicas }) => availableReplicas === 3)).readyReplicas).toBe(3);
  }, 60_000);

  it('resumes at the same address with the same data, and leaves no process and no port behind', async () => {
    const { url, caPem, adminToken } = controlPlane;
    const pids = Object.values(controlPlane.pids());
    expect(pids).toHaveLength(5);
    await controlPlane.stop();
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
    expect(await isFree(Number(new URL(url).port))).toBe(true);

    controlPlane = await startControlPlane({ dir });
    expect(controlPlane).toMatchObject({ url, caPem, adminToken });
    expect((await status(deploymentPath)).availableReplicas).toBe(3);
    expect(readFileSync(controlPlane.kubeconfigPath, 'utf8')).toContain(url);
    expect(lines).toEqual([]);
  }, 120_000);
});

type Status = Record<string, unknown>;
async function status(path: string): Promise<Status> {
  return ((await controlPlane.api.get(path))?.status ?? {}) as Status;
}
function statusWhen(path: string, done: (status: Status) => boolean | undefined): Promise<Status> {
  return pollUntil(
    `the wanted status of ${path}`,
    async () => {
      const current = await status(path);
      return done(current) ? current : undefined;
    },
    { timeoutMs: 30_000 },
  );
}
