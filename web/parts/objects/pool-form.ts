import { IpAddressPool } from '@home-base/catalog/objects/ip-address-pool.ts';
import { defineForm, looseText } from './checked-form.ts';

export const poolForm = defineForm({
  shape: { name: looseText, subnet: looseText },
  spec: IpAddressPool,
  start: () => ({}),
});
