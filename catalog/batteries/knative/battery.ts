import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { imageField } from '../../parts/image-field.ts';
import { namespaceField } from '../../parts/namespace-field.ts';

export const knative = defineBattery({
  type: 'knative',
  group: 'devtools',
  // Its routes hang on the gateway: without one no service could be reached, not even from inside.
  needs: ['battery_core', 'istio_gateway'],
  name: 'Knative',
  description: 'Containers that run while they are called and scale to zero.',
  config: z.object({
    namespace: namespaceField('battery-knative', 'Namespace', 'Where Knative and the services run.'),
    podSecurity: z.enum(['baseline', 'restricted']).default('baseline').meta({
      title: 'Pod security',
      description:
        'Baseline lets images start as root, as many do. Restricted refuses them: choose it when all images run as another user.',
    }),
    replicas: z.number().int().min(1, 'at least 1').max(5, 'at most 5').default(1).meta({
      title: 'Replicas',
      description: 'Copies of each part of Knative. More than one survive the loss of a node.',
      example: 2,
    }),
    stableWindowSeconds: z.number().int().min(6, 'at least 6 seconds').max(3600, 'at most an hour').default(60).meta({
      title: 'Scaling window (seconds)',
      description:
        'Over how long requests are averaged before instances are added or taken away, and how long a service rests before it ends.',
      unit: 'seconds',
    }),
    concurrencyTarget: z.number().int().min(1, 'at least 1').max(1000, 'at most 1000').default(100).meta({
      title: 'Requests of an instance at once',
      description: 'What one instance is expected to answer at the same time; more start another.',
    }),
    requestLog: z
      .boolean()
      .default(true)
      .meta({ title: 'Request log', description: 'Each request to a service is a line in the log of its pod.' }),
    logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info').meta({ title: 'Log level', advanced: true }),
    queueImage: imageField('knative_serving_queue', 'Queue proxy image'),
    activatorImage: imageField('knative_serving_activator', 'Activator image'),
    autoscalerImage: imageField('knative_serving_autoscaler', 'Autoscaler image'),
    controllerImage: imageField('knative_serving_controller', 'Controller image'),
    webhookImage: imageField('knative_serving_webhook', 'Webhook image'),
    gatewayControllerImage: imageField('knative_gateway_api_controller', 'Gateway controller image'),
    gatewayWebhookImage: imageField('knative_gateway_api_webhook', 'Gateway webhook image'),
  }),
  readOnly: ['namespace'],
});
