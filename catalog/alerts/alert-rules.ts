import type { Resource } from '@home-base/schema/kube/resource.ts';
import { vmApiVersion } from '../parts/victoria-metrics.ts';
import { hasBattery, type Summary } from '../summary.ts';
import type { AlertGroup } from './alert.ts';
import { certificateAlerts } from './certificates.ts';
import { lokiAlerts } from './loki.ts';
import { nodeAlerts } from './nodes.ts';
import { postgresAlerts } from './postgres.ts';
import { redisAlerts } from './redis.ts';
import { victoriaMetricsAlerts } from './victoria-metrics.ts';
import { workloadAlerts } from './workloads.ts';

export const alertGroups: readonly AlertGroup[] = [
  victoriaMetricsAlerts,
  nodeAlerts,
  workloadAlerts,
  postgresAlerts,
  redisAlerts,
  certificateAlerts,
  lokiAlerts,
];

/** A VMRule a group whose batteries are all there. */
export function alertRules(namespace: string, summary: Summary): Resource[] {
  return alertGroups
    .filter(({ needs }) => needs.every((type) => hasBattery(summary, type)))
    .map(({ name, alerts }) => ({
      apiVersion: vmApiVersion,
      kind: 'VMRule',
      metadata: { name: `alerts-${name}`, namespace },
      spec: {
        groups: [
          {
            name,
            rules: alerts.map(({ alert, severity, expr, for: duration, summary: text, description }) => ({
              alert,
              expr,
              for: duration,
              labels: { severity },
              annotations: { summary: text, description },
            })),
          },
        ],
      },
    }));
}
