/** Version of the agent as it reports itself. The bundle replaces the text at build time (build.ts); from sources it is a development version. */
declare const HOME_BASE_AGENT_VERSION: string | undefined;
export const agentVersion: string = typeof HOME_BASE_AGENT_VERSION === 'string' ? HOME_BASE_AGENT_VERSION : '0.1.0-dev';
