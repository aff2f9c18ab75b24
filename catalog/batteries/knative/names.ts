/** `battery/app` and `battery/component` of Knative's own pods. */
export const selectorOf = (component: string) => ({ 'battery/app': 'knative', 'battery/component': component });

/** Gateway, Deployment, Service and account of the way between services inside the cluster. */
export const localGateway = 'knative-local-gateway';

/** One account for all but the activator, as upstream has it: each part's informers need most of its rules. */
export const controllerAccount = 'controller';
export const activatorAccount = 'activator';

/** Webhook configurations that the webhooks bring up to date themselves. */
export const servingWebhooks = {
  defaulting: 'webhook.serving.knative.dev',
  validation: 'validation.webhook.serving.knative.dev',
  config: 'config.webhook.serving.knative.dev',
  gatewayConfig: 'config.webhook.gateway-api.networking.internal.knative.dev',
} as const;
