type Sample = { labels?: Record<string, string>; value: number };
type Family = { name: string; help: string; type: 'counter' | 'gauge'; read: () => readonly Sample[] };

export type Metrics = {
  /** A family that is read when someone scrapes. Names without the prefix `home_base_agent_`. */
  add: (family: { name: string; help: string; type: 'counter' | 'gauge'; read: () => number | readonly Sample[] }) => void;
  /** Prometheus text exposition format 0.0.4. */
  text: () => string;
};

export function createMetrics(): Metrics {
  const families: Family[] = [];
  return {
    add: ({ read, ...family }) => {
      families.push({
        ...family,
        read: () => {
          const found = read();
          return typeof found === 'number' ? [{ value: found }] : found;
        },
      });
    },
    text: () => families.map(renderFamily).join(''),
  };
}

function renderFamily({ name, help, type, read }: Family): string {
  const full = `home_base_agent_${name}`;
  const lines = read().map(({ labels, value }) => `${full}${renderLabels(labels)} ${value}\n`);
  return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${lines.join('')}`;
}

function renderLabels(labels: Record<string, string> | undefined): string {
  if (!labels) return '';
  const quoted = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${quoted(value)}"`)
    .join(',')}}`;
}
