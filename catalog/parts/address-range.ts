import { z } from 'zod';

const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const address = `${octet}(?:\\.${octet}){3}`;
const range = new RegExp(`^(${address})-(${address})$`);
const cidr = new RegExp(`^${address}/(?:3[0-2]|[12]?\\d)$`);

/** IPv4 range `a-b` or CIDR, as an IPAddressPool takes it. */
export const AddressRange = z
  .string()
  .refine((text) => cidr.test(text) || range.test(text), {
    error: 'expected a range such as 192.168.1.200-192.168.1.250 or a CIDR such as 192.168.1.0/28',
    abort: true,
  })
  .refine((text) => isOrdered(text), { error: 'the first address of the range is above the last: swap them' });

/** Do two ranges or CIDRs share an address? */
export function rangesMeet(a: string, b: string): boolean {
  const [firstA, lastA] = boundsOf(a);
  const [firstB, lastB] = boundsOf(b);
  return firstA <= lastB && firstB <= lastA;
}

function boundsOf(text: string): [first: number, last: number] {
  const match = range.exec(text);
  if (match) return [toNumber(match[1]!), toNumber(match[2]!)];
  const [ip = '', bits = '32'] = text.split('/');
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(toNumber(ip) / size) * size;
  return [first, first + size - 1];
}

function isOrdered(text: string): boolean {
  const match = range.exec(text);
  return !match || toNumber(match[1]!) <= toNumber(match[2]!);
}

function toNumber(ip: string): number {
  return ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
