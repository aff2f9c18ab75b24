import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { AddressRange } from '../../parts/address-range.ts';
import { imageField } from '../../parts/image-field.ts';

export const metallb = defineBattery({
  type: 'metallb',
  group: 'net_sec',
  // The reference also names istio_gateway; it joins when that battery exists. MetalLB itself works without a gateway.
  needs: ['battery_core'],
  name: 'MetalLB',
  description: 'Gives Services of type LoadBalancer an address on clusters without a cloud, by answering for it on the local network.',
  uninstallable: false,
  config: z.object({
    addresses: z.array(AddressRange).min(1, 'at least one range of addresses').max(50).default(['172.18.255.200-172.18.255.250']).meta({
      title: 'Addresses',
      description: 'Ranges or CIDRs that nothing else on the network uses. The default lies in the network that kind makes.',
    }),
    logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info').meta({ title: 'Log level', advanced: true }),
    controllerImage: imageField('metallb_controller', 'Controller image'),
    speakerImage: imageField('metallb_speaker', 'Speaker image'),
  }),
});
