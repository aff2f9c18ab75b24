/** `critical`: somebody loses something now. `warning`: somebody will. `info`: worth a look. */
export type Severity = 'critical' | 'warning' | 'info';

export type Alert = {
  /** UpperCamelCase, and unique: receivers route by it. */
  alert: string;
  severity: Severity;
  /** PromQL that gives a series for each thing that is wrong. */
  expr: string;
  /** How long it must be so, such as `15m`. */
  for: string;
  /** One sentence that names the thing, with `{{ $labels.… }}`. */
  summary: string;
  /** What it means, and what to do. */
  description: string;
};

/** Alerts about what one or more batteries measure; without any of `needs` they would say nothing, so they are left out. */
export type AlertGroup = { name: string; needs: readonly string[]; alerts: readonly Alert[] };
