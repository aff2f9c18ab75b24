const steps = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** Bytes for people, binary units, at most one decimal: 536870912 → "512 MiB". */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let step = 0;
  while (Math.abs(value) >= 1024 && step < steps.length - 1) {
    value /= 1024;
    step += 1;
  }
  return `${trim(value)} ${steps[step]}`;
}

/** Millicores for people: 500 → "0.5 CPU", 4000 → "4 CPUs". */
export function formatCpu(millis: number): string {
  const cores = Math.round(millis / 10) / 100;
  return `${cores} ${cores > 1 ? 'CPUs' : 'CPU'}`;
}

/** 1234567 → "1,234,567". */
export function formatCount(count: number): string {
  return count.toLocaleString('en');
}

function trim(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Bytes as one types them, exactly: the largest unit that divides them, so that `parseBytes` gives the same number back. */
export function writeBytes(bytes: number): string {
  let value = bytes;
  let step = 0;
  while (value !== 0 && value % 1024 === 0 && step < steps.length - 1) {
    value /= 1024;
    step += 1;
  }
  return `${value} ${steps[step]}`;
}

/** Millicores as one types them, in cores: 500 → "0.5". */
export function writeCpu(millis: number): string {
  return String(millis / 1000);
}

/** "512 MiB", "1.5Gi", "16g" or plain bytes → bytes; undefined when it is no such thing. Letters are read as binary units. */
export function parseBytes(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kmgtp]?)i?b?\s*$/i.exec(text);
  if (!match?.[1]) return undefined;
  const power = ['', 'k', 'm', 'g', 't', 'p'].indexOf((match[2] ?? '').toLowerCase());
  return Math.round(Number(match[1]) * 1024 ** power);
}

/** "0.5", "2" (cores) or "500m" (millicores) → millicores; undefined when it is no such thing. */
export function parseCpu(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(m|cpus?|cores?)?\s*$/i.exec(text);
  if (!match?.[1]) return undefined;
  return Math.round(Number(match[1]) * (match[2]?.toLowerCase() === 'm' ? 1 : 1000));
}
