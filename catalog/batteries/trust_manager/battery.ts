import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { imageField } from '../../parts/image-field.ts';

export const trustManager = defineBattery({
  type: 'trust_manager',
  group: 'net_sec',
  needs: ['battery_core', 'battery_ca', 'cert_manager'],
  name: 'Trust Manager',
  description:
    'Hands the certificate of the cluster\'s own authority to its namespaces, as the ConfigMap "battery-trust", so that pods can check each other.',
  config: z.object({
    publicAuthorities: z.boolean().default(true).meta({
      title: 'Public authorities too',
      description: 'Adds those that Debian trusts, so that one file checks certificates from inside and from outside.',
    }),
    allNamespaces: z.boolean().default(false).meta({
      title: 'All namespaces',
      description: 'Also those that Home Base did not make.',
    }),
    image: imageField('trust_manager', 'Image'),
    packageImage: imageField('trust_manager_package', 'Image of the public authorities'),
  }),
});
