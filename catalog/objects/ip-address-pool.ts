import { z } from 'zod';
import { AddressRange } from '../parts/address-range.ts';
import { ObjectName } from './fields.ts';

/** Addresses that MetalLB gives to Services of type LoadBalancer (battery metallb). */
export const IpAddressPool = z.object({
  name: ObjectName.meta({ title: 'Name' }),
  /** A range or CIDR that nothing else on the network uses. */
  subnet: AddressRange.meta({ title: 'Addresses' }),
});
export type IpAddressPool = z.output<typeof IpAddressPool>;
