import { restrictedContainer } from '../../parts/security.ts';
import { type ContainerSpec, resources } from '../../parts/workload.ts';
import { reloadEnv } from './settings.ts';

type Sidecar = { name: string; kind: 'dashboard' | 'datasource'; env: object[] };

/** Where Grafana reads dashboards (its provider says so) and data sources (its provisioning). Each is a volume of that name. */
export function folderOf(kind: 'dashboard' | 'datasource'): string {
  return kind === 'dashboard' ? '/var/lib/dashboards' : '/etc/grafana/provisioning/datasources';
}

/** kiwigrid's sidecar writes what labelled ConfigMaps hold into a folder that Grafana reads. */
function sidecar(image: string, namespaces: readonly string[], { name, kind, env }: Sidecar): ContainerSpec {
  return {
    name,
    image,
    env: [
      { name: 'LABEL', value: `grafana_${kind}` },
      { name: 'LABEL_VALUE', value: '1' },
      { name: 'FOLDER', value: folderOf(kind) },
      { name: 'RESOURCE', value: 'configmap' },
      { name: 'NAMESPACE', value: namespaces.join(',') },
      { name: 'PYTHONDONTWRITEBYTECODE', value: '1' },
      ...env,
    ],
    resources: resources({ cpu: '10m', memory: '96Mi' }, { cpu: '200m', memory: '192Mi' }),
    securityContext: restrictedContainer,
    volumeMounts: [
      { name: `${kind}s`, mountPath: folderOf(kind) },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}

/** Data sources are read only when Grafana starts, so they are there before. */
export function initSidecar(image: string, namespaces: readonly string[]): ContainerSpec {
  return sidecar(image, namespaces, { name: 'first-datasources', kind: 'datasource', env: [{ name: 'METHOD', value: 'LIST' }] });
}

/** Grafana looks for new dashboards by itself; of new data sources it is told. */
export function watchSidecars(image: string, namespaces: readonly string[]): ContainerSpec[] {
  return [
    watching(
      sidecar(image, namespaces, {
        name: 'dashboards',
        kind: 'dashboard',
        env: [
          { name: 'METHOD', value: 'WATCH' },
          { name: 'FOLDER_ANNOTATION', value: 'grafana_folder' },
          // Two ConfigMaps may hold files of one name.
          { name: 'UNIQUE_FILENAMES', value: 'true' },
          { name: 'HEALTH_PORT', value: '8081' },
        ],
      }),
      8081,
    ),
    watching(
      sidecar(image, namespaces, {
        name: 'datasources',
        kind: 'datasource',
        env: [
          { name: 'METHOD', value: 'WATCH' },
          { name: 'HEALTH_PORT', value: '8082' },
          { name: 'REQ_URL', value: 'http://localhost:3000/api/admin/provisioning/datasources/reload' },
          { name: 'REQ_METHOD', value: 'POST' },
          { name: 'REQ_SKIP_INIT', value: 'true' },
          ...reloadEnv,
        ],
      }),
      8082,
    ),
  ];
}

function watching(container: ContainerSpec, port: number): ContainerSpec {
  return {
    ...container,
    ports: [{ name: container.name, containerPort: port }],
    livenessProbe: { httpGet: { path: '/healthz', port }, initialDelaySeconds: 60, periodSeconds: 30, failureThreshold: 6 },
  };
}
