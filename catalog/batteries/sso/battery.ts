import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { imageField } from '../../parts/image-field.ts';

export const sso = defineBattery({
  type: 'sso',
  group: 'net_sec',
  needs: ['battery_core', 'keycloak', 'istio_gateway'],
  name: 'SSO',
  description: 'Puts sign-in by Keycloak in front of every tool, for the people of the realm "home-base".',
  config: z.object({
    mfa: z.boolean().default(false).meta({
      title: 'Second factor',
      description: 'Everyone has to set up an authenticator app at the next sign-in. Off: who has one is asked for its code.',
    }),
    replicas: z.number().int().min(1, 'at least 1').max(5, 'at most 5').default(1).meta({
      title: 'Replicas of each proxy',
      description: 'Proxies stand in front of tools that cannot ask for a sign-in themselves.',
      example: 2,
    }),
    proxyImage: imageField('oauth2_proxy', 'Proxy image'),
  }),
});
