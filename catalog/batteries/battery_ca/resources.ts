import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import type { batteryCa } from './battery.ts';

/** The Secret lives where cert-manager looks for the keys of ClusterIssuers: its own namespace. */
export const batteryCaResources: BatteryGenerator<ConfigOf<typeof batteryCa>> = {
  battery: (config, summary) => {
    const { base } = namespacesOf(summary);
    return [
      { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', metadata: { name: 'battery-root', namespace: base }, spec: { selfSigned: {} } },
      {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: { name: 'battery-ca', namespace: base },
        spec: {
          commonName: 'battery-ca',
          subject: { organizations: ['cluster.local', 'home-base'] },
          isCA: true,
          secretName: 'battery-ca',
          privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Never' },
          duration: `${config.validityDays * 24}h0m0s`,
          renewBefore: '720h0m0s',
          revisionHistoryLimit: 1,
          issuerRef: { name: 'battery-root', kind: 'Issuer', group: 'cert-manager.io' },
        },
      },
      {
        apiVersion: 'cert-manager.io/v1',
        kind: 'ClusterIssuer',
        metadata: { name: 'battery-ca' },
        spec: { ca: { secretName: 'battery-ca' } },
      },
    ];
  },
};
