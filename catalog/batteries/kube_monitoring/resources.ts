import { nodesDashboard } from '../../dashboards/nodes.ts';
import { podsDashboard } from '../../dashboards/pods.ts';
import { workloadsDashboard } from '../../dashboards/workloads.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import type { kubeMonitoring } from './battery.ts';
import { kubeStateMetrics } from './kube-state-metrics.ts';
import { metricsServer } from './metrics-server.ts';
import { nodeExporter } from './node-exporter.ts';
import { scrapes } from './scrapes.ts';

export const kubeMonitoringResources: BatteryGenerator<ConfigOf<typeof kubeMonitoring>> = {
  battery: (config, summary) => [
    ...kubeStateMetrics(config, summary),
    ...nodeExporter(config, summary),
    ...metricsServer(config, summary),
    ...scrapes(config, summary),
    ...nodesDashboard(summary),
    ...workloadsDashboard(summary),
    ...podsDashboard(summary),
  ],
};
