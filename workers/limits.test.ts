import { expect, test } from 'vitest';
import { networkOf } from './limits.ts';

test('all addresses of one IPv6 network count as one, those of another do not', () => {
  expect(networkOf('203.0.113.7')).toBe('203.0.113.7');
  expect(networkOf('local')).toBe('local');
  const home = networkOf('2001:db8:1:2::1');
  expect(home).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:db8:1:2:a:b:c:d')).toBe(home);
  expect(networkOf('2001:db8:1:3::1')).not.toBe(home);
  expect(networkOf('2001:db8::1:2:3:4')).toBe('2001:db8:0:0::/64');
  expect(networkOf('2001:db8::3:4:5:6:7')).toBe('2001:db8:0:3::/64');
  expect(networkOf('::1')).toBe('0:0:0:0::/64');
});
