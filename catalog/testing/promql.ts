/** Just enough of PromQL to read what an expression asks for; no parser. */

const words = new Set([
  'and',
  'or',
  'unless',
  'bool',
  'offset',
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'Inf',
  'NaN',
]);

const functions = new Set([
  'abs',
  'avg',
  'count',
  'histogram_quantile',
  'increase',
  'max',
  'max_over_time',
  'min',
  'predict_linear',
  'rate',
  'sum',
  'time',
  'topk',
  'vector',
]);

/** Strings, matchers, ranges and label lists taken away: names, operators and numbers are left. */
function skeleton(expr: string): string {
  return expr
    .replace(/"(?:[^"\\]|\\.)*"/g, '')
    .replace(/\{[^}]*\}/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
}

export function metricsOf(expr: string): string[] {
  const names = [...skeleton(expr).matchAll(/(?<![\w.])([a-zA-Z_:][\w:]*)\s*(\()?/g)];
  return names.flatMap(([, name = '', call]) => (call || words.has(name) ? [] : [name]));
}

/** Calls of what is no function of PromQL. */
export function unknownFunctions(expr: string): string[] {
  const calls = [...skeleton(expr).matchAll(/([a-zA-Z_:][\w:]*)\s*\(/g)].map(([, name = '']) => name);
  return calls.filter((name) => !functions.has(name) && !words.has(name));
}

/** Every bracket that opens closes again, in order. */
export function isBalanced(expr: string): boolean {
  const closes: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
  const open: string[] = [];
  for (const char of expr.replace(/"(?:[^"\\]|\\.)*"/g, '')) {
    if ('([{'.includes(char)) open.push(char);
    else if (char in closes && open.pop() !== closes[char]) return false;
  }
  return open.length === 0;
}
