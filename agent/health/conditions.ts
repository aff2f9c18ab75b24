import type { Live } from '../kube/answer.ts';
import { digList, digNumber, textOf } from '../kube/json.ts';

export type Condition = { type: string; status: string; reason: string; message: string; observedGeneration?: number };

export function conditionsOf(live: unknown): Condition[] {
  return digList(live, 'status', 'conditions').map((condition) => ({
    type: textOf(condition.type),
    status: textOf(condition.status),
    reason: textOf(condition.reason),
    message: textOf(condition.message),
    ...(typeof condition.observedGeneration === 'number' && { observedGeneration: condition.observedGeneration }),
  }));
}

export function conditionOf(live: unknown, type: string): Condition | undefined {
  return conditionsOf(live).find((condition) => condition.type === type);
}

/** `message`, else the reason, as one sentence. */
export function saying(condition: Condition): string {
  return condition.message || condition.reason || `${condition.type} is ${condition.status}`;
}

/** True while the status speaks of an older spec. */
export function isBehind(live: Live, condition?: Condition): boolean {
  const observed = condition?.observedGeneration ?? digNumber(live, 'status', 'observedGeneration');
  return observed !== undefined && live.metadata.generation !== undefined && observed < live.metadata.generation;
}
