import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import type { Notebook } from '../../objects/notebook.ts';
import { renderEnv } from '../../parts/containers.ts';
import { generatedSecret } from '../../parts/generated-secret.ts';
import { gpuPlacement } from '../../parts/gpu.ts';
import { allowIngress, namespacePeer } from '../../parts/network-policy.ts';
import { computeResources } from '../../parts/quantity.ts';
import { restrictedPod } from '../../parts/security.ts';
import { signsIn } from '../../parts/sso.ts';
import { volumeClaim } from '../../parts/volume-claim.ts';
import type { Owned, Summary } from '../../summary.ts';
import type { notebooks } from './battery.ts';

export const notebookPort = 8888;
export const notebookAccount = 'notebooks';
export const notebookSettings = 'jupyter-notebooks-settings';

/** Of the StatefulSet, Service, volume and Secret of a notebook. */
export function notebookName({ name }: Pick<Notebook, 'name'>): string {
  return `notebook-${name}`;
}

/**
 * One notebook server: its home folder on a volume, and a token to get in. With single sign-on the mesh lets nobody through who is not signed in,
 * so the server asks for no token of its own.
 */
export function notebookResources(notebook: Owned<Notebook>, _config: ConfigOf<typeof notebooks>, summary: Summary): Resource[] {
  const { ai, istio } = namespacesOf(summary);
  const name = notebookName(notebook);
  const pods = { 'battery/app': 'notebooks', 'battery/component': 'notebook', 'battery/notebook': notebook.name };
  const { storageBytes: bytes, storageClass } = notebook;
  return [
    volumeClaim({ name, namespace: ai, bytes, storageClass, labels: pods }),
    ...(signsIn(summary, 'notebooks') ? [] : [token(name, ai)]),
    server(notebook, { name, namespace: ai, pods }, summary),
    {
      apiVersion: 'v1',
      kind: 'Service',
      // Requests from outside pass the waypoint, where sign-in is asked for.
      metadata: { name, namespace: ai, labels: { ...pods, 'istio.io/ingress-use-waypoint': 'true' } },
      spec: { selector: pods, ports: [{ name: 'http', port: notebookPort, targetPort: 'http', protocol: 'TCP', appProtocol: 'http' }] },
    },
    // Past the gateway, and the waypoint that the mesh lets through by its name (mesh-isolation.ts), there is no sign-in: nobody else may come.
    allowIngress(name, ai, pods, [{ from: [namespacePeer(istio)], ports: [notebookPort] }]),
  ];
}

function token(name: string, namespace: string): Resource {
  return generatedSecret({ name, namespace, keys: { token: { from: 'random', length: 48, alphabet: 'alphanumeric' } } });
}

type Place = { name: string; namespace: string; pods: Record<string, string> };

function server(notebook: Notebook, { name, namespace, pods }: Place, summary: Summary): Resource {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace, labels: pods },
    spec: {
      // The volume is one pod's: a StatefulSet ends the old pod before it starts the new one.
      replicas: 1,
      serviceName: name,
      selector: { matchLabels: pods },
      template: {
        metadata: { labels: pods },
        spec: {
          serviceAccountName: notebookAccount,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          // User and group of Jupyter's images; the volume is handed to them.
          securityContext: { ...restrictedPod, runAsUser: 1000, runAsGroup: 100, fsGroup: 100, fsGroupChangePolicy: 'OnRootMismatch' },
          ...gpuPlacement(notebook.nodeType, summary),
          containers: [jupyter(notebook, name, summary)],
          volumes: [
            { name: 'home', persistentVolumeClaim: { claimName: name } },
            { name: 'settings', configMap: { name: notebookSettings } },
          ],
        },
      },
    },
  };
}

function jupyter(notebook: Notebook, name: string, summary: Summary) {
  const isOpen = signsIn(summary, 'notebooks');
  const { requests, limits } = computeResources(notebook);
  const probe = { httpGet: { path: `/${notebook.name}/api`, port: 'http' }, periodSeconds: 10, timeoutSeconds: 5 };
  // Whatever the user sets, the token stays ours: rules/ai.ts refuses the name.
  const { env = [] } = renderEnv(notebook.env, []);
  return {
    name: 'notebook',
    image: notebook.image,
    command: ['start-notebook.py'],
    args: [`--ServerApp.base_url=/${notebook.name}`, `--ServerApp.port=${notebookPort}`, ...(isOpen ? ['--IdentityProvider.token='] : [])],
    env: [
      ...env.filter((variable) => variable.name !== tokenVariable),
      ...(isOpen ? [] : [{ name: tokenVariable, valueFrom: { secretKeyRef: { name, key: 'token' } } }]),
    ],
    ports: [{ name: 'http', containerPort: notebookPort }],
    // Images of several gigabytes unpack slowly on their first start.
    startupProbe: { ...probe, failureThreshold: 30 },
    readinessProbe: { ...probe, failureThreshold: 3 },
    livenessProbe: { ...probe, periodSeconds: 30, failureThreshold: 6 },
    resources: { requests, limits: { ...limits, ...(notebook.nodeType !== 'default' && { 'nvidia.com/gpu': '1' }) } },
    // People install packages, so the root filesystem stays writable.
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    volumeMounts: [
      { name: 'home', mountPath: '/home/jovyan' },
      { name: 'settings', mountPath: '/opt/conda/share/jupyter/lab/settings/overrides.json', subPath: 'overrides.json', readOnly: true },
    ],
  };
}

const tokenVariable = 'JUPYTER_TOKEN';
