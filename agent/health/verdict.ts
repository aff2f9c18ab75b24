import type { ResourceReport } from '@home-base/schema/wire/agent.ts';

/** `message` is one sentence for people; absent where there is nothing to say. */
export type Health = { health: ResourceReport['health']; message?: string };

export const healthy: Health = { health: 'healthy' };
export const progressing = (message: string): Health => ({ health: 'progressing', message });
export const degraded = (message: string): Health => ({ health: 'degraded', message });
