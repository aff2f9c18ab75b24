/** One step of a long setup. `detail` may change while it runs. */
type ProgressEvent = { step: string; state: 'running' | 'done' | 'failed'; elapsedMs: number; detail?: string };
export type OnProgress = (event: ProgressEvent) => void;

const seconds = (ms: number) =>
  ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;

/** Runs one step and reports its beginning, each half second, and its end. `setDetail` changes the words behind the step. */
export async function runStep<T>(
  step: string,
  onProgress: OnProgress,
  work: (setDetail: (detail: string) => void) => Promise<T>,
): Promise<T> {
  const began = performance.now();
  let detail: string | undefined;
  const report = (state: ProgressEvent['state']) => onProgress({ step, state, elapsedMs: performance.now() - began, detail });
  report('running');
  const ticker = setInterval(() => report('running'), 500);
  try {
    const result = await work((text) => {
      detail = text;
    });
    report('done');
    return result;
  } catch (error) {
    report('failed');
    throw error;
  } finally {
    clearInterval(ticker);
  }
}

/** Prints a line for each step; on a terminal the running step is one line that counts the time. */
export function progressPrinter(out: NodeJS.WriteStream): OnProgress {
  const announced = new Set<string>();
  return ({ step, state, elapsedMs, detail }) => {
    const words = detail ? `${step} (${detail})` : step;
    const mark = { running: '…', done: '✓', failed: '✗' }[state];
    if (out.isTTY) {
      const line = `${mark} ${words}  ${seconds(elapsedMs)}`;
      out.write(`\r\x1b[2K${line.slice(0, Math.max(20, out.columns - 1))}${state === 'running' ? '' : '\n'}`);
    } else if (state !== 'running') {
      out.write(`${mark} ${words}  ${seconds(elapsedMs)}\n`);
    } else if (!announced.has(step)) {
      announced.add(step);
      out.write(`${mark} ${words}\n`);
    }
  };
}
