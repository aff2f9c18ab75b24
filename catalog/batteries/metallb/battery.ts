import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { imageField } from '../../parts/image-field.ts';

export const metallb = defineBattery({
  type: 'metallb',
  group: 'net_sec',
  // The reference also names istio_gateway; MetalLB itself works without a gateway.
  needs: ['battery_core'],
  name: 'MetalLB',
  description: 'Gives Services of type LoadBalancer an address on clusters without a cloud, by answering for it on the local network.',
  uninstallable: false,
  config: z.object({
    logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info').meta({ title: 'Log level', advanced: true }),
    controllerImage: imageField('metallb_controller', 'Controller image'),
    speakerImage: imageField('metallb_speaker', 'Speaker image'),
  }),
});
