/** What is kept of a series of measurements. */
export type Samples = { count: number; min: number; p50: number; p99: number; max: number; values: number[] };

/** `percentile` by the nearest rank. Throws on an empty series: a row without a measurement says so instead. */
export function summarize(values: readonly number[]): Samples {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? fail();
  return {
    count: sorted.length,
    min: at(0.000_001),
    p50: at(0.5),
    p99: at(0.99),
    max: at(1),
    values: values.map((value) => Math.round(value * 1000) / 1000),
  };
}

function fail(): never {
  throw new Error('a series of measurements is empty');
}
