import type { Resource } from '@home-base/schema/kube/resource.ts';
import { hasBattery, type Summary } from '../summary.ts';

type Labels = Record<string, string>;
/** Without a port, a pod is taken as a whole: its address is made by `relabelConfigs`. */
type Endpoint = { port?: string; path?: string; scheme?: string; interval?: string } & Record<string, unknown>;
type Scrape = { name: string; namespace: string; matchLabels: Labels; endpoints: Endpoint[]; spec?: Record<string, unknown> };

const apiVersion = 'operator.victoriametrics.com/v1beta1';

/** VMServiceScrape of Services in the same namespace; nothing without the battery victoria_metrics, whose agent would collect. */
export function serviceScrape({ name, namespace, matchLabels, endpoints, spec }: Scrape, summary: Summary): Resource[] {
  if (!hasBattery(summary, 'victoria_metrics')) return [];
  return [
    {
      apiVersion,
      kind: 'VMServiceScrape',
      metadata: { name, namespace },
      spec: { ...spec, selector: { matchLabels }, endpoints },
    },
  ];
}

/** VMPodScrape of pods in the same namespace; nothing without the battery victoria_metrics. */
export function podScrape({ name, namespace, matchLabels, endpoints, spec }: Scrape, summary: Summary): Resource[] {
  if (!hasBattery(summary, 'victoria_metrics')) return [];
  return [
    {
      apiVersion,
      kind: 'VMPodScrape',
      metadata: { name, namespace },
      spec: { ...spec, selector: { matchLabels }, podMetricsEndpoints: endpoints },
    },
  ];
}
