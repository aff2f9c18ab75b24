import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { imageField } from '../../parts/image-field.ts';

export const certManager = defineBattery({
  type: 'cert_manager',
  group: 'net_sec',
  needs: ['battery_core'],
  name: 'Cert Manager',
  description: "Issues and renews certificates, from an authority of the cluster or from Let's Encrypt.",
  config: z.object({
    email: z
      .union([z.literal(''), z.email('expected an e-mail address such as ops@example.com')])
      .default('')
      .meta({
        title: "E-mail for Let's Encrypt",
        example: 'admin@example.com',
        description: "Names its account. Empty, or without the Istio Gateway that its challenges come through: no Let's Encrypt issuers.",
      }),
    controllerImage: imageField('cert_manager_controller', 'Controller image'),
    webhookImage: imageField('cert_manager_webhook', 'Webhook image'),
    cainjectorImage: imageField('cert_manager_cainjector', 'CA injector image'),
    acmesolverImage: imageField('cert_manager_acmesolver', 'ACME solver image'),
  }),
});
