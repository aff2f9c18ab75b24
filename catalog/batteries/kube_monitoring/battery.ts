import { z } from 'zod';
import { defineBattery } from '../../define.ts';
import { imageField } from '../../parts/image-field.ts';

export const kubeMonitoring = defineBattery({
  type: 'kube_monitoring',
  group: 'monitoring',
  needs: ['battery_core', 'victoria_metrics', 'vm_agent'],
  name: 'Kube Monitoring',
  description: 'Metrics of Kubernetes itself: nodes, pods and what they use.',
  config: z.object({
    metricsServer: z.boolean().default(true).meta({
      title: 'Metrics server',
      description: 'What kubectl top and autoscalers ask. Turn it off where the cluster brings its own.',
    }),
    controlPlane: z.boolean().default(false).meta({
      title: 'Measure the control plane',
      description:
        'The scheduler, the controller manager and etcd, where they run as pods that listen beyond their own node. On managed clusters there are none.',
      example: true,
    }),
    kubeletTls: z.enum(['automatic', 'skip', 'verify']).default('automatic').meta({
      title: "Certificates of the nodes' kubelets",
      description:
        "verify: signed by the cluster's authority, as on AWS. skip: signed by themselves, as on kind. automatic: by the provider.",
      advanced: true,
    }),
    kubeStateMetricsImage: imageField('kube_state_metrics', 'Kube state metrics image'),
    nodeExporterImage: imageField('node_exporter', 'Node exporter image'),
    metricsServerImage: imageField('metrics_server', 'Metrics server image'),
  }),
});
