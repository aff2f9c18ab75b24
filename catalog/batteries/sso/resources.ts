import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { generatedSecret } from '../../parts/generated-secret.ts';
import { proxiedBatteries, signsIn } from '../../parts/sso.ts';
import { ssoClients } from '../../parts/sso-clients.ts';
import type { Summary } from '../../summary.ts';
import type { sso } from './battery.ts';
import { signInPolicies } from './policies.ts';
import { proxy } from './proxy.ts';

/**
 * The secrets of all clients, and a proxy for each battery that cannot ask for a sign-in itself. The others (Grafana, Kiali, Forgejo, Knative
 * services) read their client's Secret; the Job of the battery keycloak tells Keycloak the same secret.
 */
export const ssoResources: BatteryGenerator<ConfigOf<typeof sso>> = {
  battery: (config, summary) => [
    ...clientSecrets(summary),
    ...proxiedBatteries
      .filter((type) => signsIn(summary, type))
      .flatMap((type) => [...proxy(type, config, summary), ...signInPolicies(type, summary)]),
  ],
};

function clientSecrets(summary: Summary): Resource[] {
  return ssoClients(summary).map(({ secret, clientId }) =>
    generatedSecret({
      name: secret,
      namespace: namespacesOf(summary).core,
      keys: {
        clientId: { from: 'value', value: clientId },
        clientSecret: { from: 'random', length: 48, alphabet: 'alphanumeric' },
      },
    }),
  );
}
