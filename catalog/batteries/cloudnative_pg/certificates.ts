import type { Resource } from '@home-base/schema/kube/resource.ts';

/** Certificates of the cluster's authority (battery_ca): the server's for its twelve names, and the one that replicas sign in with. */
export function clusterCertificates(name: string, namespace: string): Resource[] {
  const services = [`${name}-rw`, `${name}-r`, `${name}-ro`];
  const suffixes = ['', `.${namespace}`, `.${namespace}.svc`, `.${namespace}.svc.cluster.local`];
  return [
    certificate(`${name}-server`, namespace, {
      usages: ['server auth'],
      dnsNames: services.flatMap((service) => suffixes.map((suffix) => `${service}${suffix}`)),
    }),
    certificate(`${name}-client`, namespace, { usages: ['client auth'], commonName: 'streaming_replica' }),
  ];
}

export function clusterCertificateSpec(name: string) {
  return {
    serverTLSSecret: `${name}-server`,
    serverCASecret: `${name}-server`,
    clientCASecret: `${name}-client`,
    replicationTLSSecret: `${name}-client`,
  };
}

function certificate(name: string, namespace: string, spec: object): Resource {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name, namespace },
    spec: {
      secretName: name,
      // The operator reloads what carries this label.
      secretTemplate: { labels: { 'cnpg.io/reload': 'true' } },
      revisionHistoryLimit: 1,
      issuerRef: { name: 'battery-ca', kind: 'ClusterIssuer', group: 'cert-manager.io' },
      ...spec,
    },
  };
}
