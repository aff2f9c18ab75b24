import { z } from 'zod';
import { batteryCore } from '../batteries/battery_core/battery.ts';
import { hasBattery, type Summary, storedConfig } from '../summary.ts';

const roleArn = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/;

/** Config field for an IAM role; empty where the account gets its rights in another way, such as EKS Pod Identity. */
export function roleArnField(title: string, description: string) {
  return z
    .union([z.literal(''), z.string().regex(roleArn, 'expected the ARN of a role such as arn:aws:iam::123456789012:role/name')])
    .default('')
    .meta({ title, description, example: 'arn:aws:iam::123456789012:role/example' });
}

/** What EKS reads on a service account to give its pods the role; undefined without one. */
export function roleAnnotations(arn: string): Record<string, string> | undefined {
  return arn ? { 'eks.amazonaws.com/role-arn': arn } : undefined;
}

/** Name of the EKS cluster; empty until the user has told it. */
export function eksClusterName(summary: Summary): string {
  return batteryCore.config.parse(storedConfig(summary, 'battery_core')).clusterName;
}

/** Keeps what the cluster's nodes and addresses depend on off the nodes that Karpenter adds and takes away. */
export function offKarpenterNodes(summary: Summary) {
  if (!hasBattery(summary, 'karpenter')) return {};
  const matchExpressions = [{ key: 'karpenter.sh/nodepool', operator: 'DoesNotExist' }];
  return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } } };
}
