import { z } from 'zod';
import { defineBattery } from '../../define.ts';

export const kubeMonitoring = defineBattery({
  type: 'kube_monitoring',
  group: 'monitoring',
  needs: ['battery_core', 'victoria_metrics', 'vm_agent'],
  name: 'Kube Monitoring',
  description: 'Metrics of Kubernetes itself: nodes, pods and what they use.',
  config: z.object({}),
});
