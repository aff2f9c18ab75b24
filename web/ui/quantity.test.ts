import { expect, test } from 'vitest';
import { formatBytes, formatCpu, parseBytes, parseCpu, writeBytes, writeCpu } from './quantity.ts';

test('what a quantity field shows is read back as the same number', () => {
  for (const bytes of [0, 1, 1000, 536_870_912, 1_610_612_736, 1024 ** 4, 17_179_869_185])
    expect(parseBytes(writeBytes(bytes))).toBe(bytes);
  for (const millis of [10, 250, 500, 1000, 32_000]) expect(parseCpu(writeCpu(millis))).toBe(millis);
});

test('quantities may be typed the way Kubernetes and people write them', () => {
  expect(parseBytes('1.5Gi')).toBe(1_610_612_736);
  expect(parseBytes('512 mib')).toBe(536_870_912);
  expect(parseCpu('500m')).toBe(500);
  expect(parseCpu('0.25 cores')).toBe(250);
  expect(parseBytes('a lot')).toBeUndefined();
  expect(parseCpu('-1')).toBeUndefined();
});

test('quantities are shown short', () => {
  expect(formatBytes(536_870_912)).toBe('512 MiB');
  expect(formatCpu(500)).toBe('0.5 CPU');
});
