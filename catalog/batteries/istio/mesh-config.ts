import { trustDomain } from '../../parts/mesh.ts';
import { extAuthzProvider, oauth2ProxyName, oauth2ProxyNamespace, oauth2ProxyPort, proxiedBatteries, signsIn } from '../../parts/sso.ts';
import type { Summary } from '../../summary.ts';

/** What holds for the whole mesh. It is JSON in a ConfigMap, which istiod reads as YAML. */
export function meshConfig(namespace: string, summary: Summary) {
  const extensionProviders = proxiedBatteries
    .filter((type) => signsIn(summary, type))
    .map((type) => ({
      name: extAuthzProvider(type),
      envoyExtAuthzHttp: {
        service: `${oauth2ProxyName(type)}.${oauth2ProxyNamespace(summary, type)}.svc.cluster.local`,
        port: oauth2ProxyPort,
        includeRequestHeadersInCheck: ['authorization', 'cookie'],
        headersToUpstreamOnAllow: [
          'x-forwarded-access-token',
          'authorization',
          'path',
          'x-auth-request-user',
          'x-auth-request-email',
          'x-auth-request-access-token',
        ],
        // The proxy renews its cookie while it lets a request through.
        headersToDownstreamOnAllow: ['set-cookie'],
        headersToDownstreamOnDeny: ['content-type', 'set-cookie'],
      },
    }));
  return {
    trustDomain,
    rootNamespace: namespace,
    defaultProviders: { metrics: ['prometheus'] },
    enablePrometheusMerge: true,
    defaultConfig: { discoveryAddress: `istiod.${namespace}.svc:15012`, proxyMetadata: { ISTIO_META_ENABLE_HBONE: 'true' } },
    ...(extensionProviders.length > 0 && { extensionProviders }),
  };
}
