import { customKinds } from '../../custom-kinds.ts';
import { type Rule, read } from '../../parts/rbac.ts';

const shown = ['networking.istio.io', 'security.istio.io', 'telemetry.istio.io', 'extensions.istio.io', 'gateway.networking.k8s.io'];

/**
 * RBAC of Kiali 2.19 as its chart has it for view-only mode (kiali-server/templates/clusterrole-viewer.yaml). Left out: forwarding ports of pods, which
 * reaches more than Kiali shows (external_services.istio.istio_api_enabled is off instead), Secrets, reviews of tokens, and OpenShift.
 */
export function viewerRules({ showLogs }: { showLogs: boolean }): Rule[] {
  return [
    {
      apiGroups: [''],
      resources: ['configmaps', 'endpoints', 'namespaces', 'pods', 'replicationcontrollers', 'services', ...(showLogs ? ['pods/log'] : [])],
      verbs: read,
    },
    { apiGroups: ['apps'], resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'], verbs: read },
    { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: read },
    ...shown.map((group) => ({
      apiGroups: [group],
      resources: customKinds.filter((kind) => kind.group === group).map(({ plural }) => plural),
      verbs: read,
    })),
    { apiGroups: ['admissionregistration.k8s.io'], resources: ['mutatingwebhookconfigurations'], verbs: read },
  ];
}
