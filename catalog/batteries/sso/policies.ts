import type { Resource } from '@home-base/schema/kube/resource.ts';
import { batteryHosts } from '../../hosts.ts';
import {
  extAuthzProvider,
  internalEndpoints,
  issuerUrl,
  oauth2ProxyNamespace,
  type ProxiedBattery,
  protectedServices,
} from '../../parts/sso.ts';
import type { Summary } from '../../summary.ts';

/** A policy names at most 16 targets (maxItems in Istio's definition). */
const targetsAtMost = 16;

/**
 * The mesh asks the battery's proxy about each request for its public host, and refuses tokens that are not the realm's. A policy without a target
 * would hold for the whole namespace, so there is none where there is nothing to protect.
 */
export function signInPolicies(type: ProxiedBattery, summary: Summary): Resource[] {
  const services = protectedServices(summary, type);
  const namespace = oauth2ProxyNamespace(summary, type);
  const parts = Array.from({ length: Math.ceil(services.length / targetsAtMost) }, (_, part) =>
    services.slice(part * targetsAtMost, (part + 1) * targetsAtMost),
  );
  return parts.flatMap((part, index) => {
    const metadata = { name: `sign-in-${type.replaceAll('_', '-')}${index > 0 ? `-${index + 1}` : ''}`, namespace };
    const targetRefs = part.map((name) => ({ group: '', kind: 'Service', name }));
    return [
      {
        apiVersion: 'security.istio.io/v1',
        kind: 'RequestAuthentication',
        metadata,
        spec: { targetRefs, jwtRules: [{ issuer: issuerUrl(summary), jwksUri: internalEndpoints(summary).jwks }] },
      },
      {
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata,
        spec: {
          targetRefs,
          action: 'CUSTOM',
          provider: { name: extAuthzProvider(type) },
          // With and without a port: a host header of another form must be no way around. Pods that call the Service by its own name are not asked.
          rules: [{ to: [{ operation: { hosts: batteryHosts(summary, type).flatMap((host) => [host, `${host}:*`]) } }] }],
        },
      },
    ];
  });
}
