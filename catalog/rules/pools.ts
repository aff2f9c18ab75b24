import type { IpAddressPool } from '../objects/ip-address-pool.ts';
import { rangesMeet } from '../parts/address-range.ts';
import type { Owned, Summary } from '../summary.ts';
import { fixed, type Issue, taken } from './issue.ts';

/** May this pool be created (`before` absent) or replace `before`? MetalLB refuses pools that share an address. */
export function checkIpAddressPool(summary: Summary, next: IpAddressPool, before?: Owned<IpAddressPool>): Issue[] {
  const issues: Issue[] = [];
  const others = summary.ipAddressPools.filter((pool) => pool.id !== before?.id);
  if (others.some((pool) => pool.name === next.name)) issues.push(taken('an IP address pool', next.name));
  const other = others.find((pool) => rangesMeet(pool.subnet, next.subnet));
  if (other)
    issues.push({
      path: 'subnet',
      message: `the IP address pool "${other.name}" (${other.subnet}) has some of these addresses: choose others`,
    });
  if (before && next.name !== before.name) issues.push(fixed('name', before.name));
  return issues;
}
