import { z } from 'zod';
import { checkSize, computeSize } from './compute-size.ts';
import { Container, checkContainers, EnvValues, Port, Probe, Volume } from './container.ts';
import { ObjectName } from './fields.ts';

export const HostName = z
  .string()
  .max(253)
  .regex(/^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'expected a host name such as app.example.com');

/** A web service: long-running containers of the user's own (battery traditional_services). */
export const TraditionalService = z
  .object({
    name: ObjectName.meta({ title: 'Name' }),
    kind: z.enum(['deployment', 'stateful_set']).default('deployment').meta({ title: 'Runs as' }),
    /** True: reachable inside the cluster only. */
    internal: z.boolean().default(false).meta({ title: 'Internal only' }),
    instances: z.number().int().min(0).max(100).default(1).meta({ title: 'Instances' }),
    additionalHosts: z.array(HostName).max(20).default([]).meta({ title: 'Additional hosts' }),
    ...computeSize,
    containers: z.array(Container).min(1, 'at least one container').max(10).meta({ title: 'Containers' }),
    initContainers: z.array(Container).max(10).default([]).meta({ title: 'Init containers' }),
    /** Every container gets these; what a container sets itself wins. */
    env: EnvValues.default([]).meta({ title: 'Environment of all containers' }),
    volumes: z.array(Volume).max(50).default([]).meta({ title: 'Volumes' }),
    ports: z.array(Port).max(20).default([]).meta({ title: 'Ports' }),
    readiness: Probe.optional().meta({ title: 'Readiness probe' }),
  })
  .superRefine((service, check) => {
    checkSize(service, check.addIssue);
    checkContainers(service, (path, message) => check.addIssue({ code: 'custom', path, message }));
    for (const field of ['name', 'number'] as const)
      if (new Set(service.ports.map((port) => port[field])).size !== service.ports.length)
        check.addIssue({ code: 'custom', path: ['ports'], message: `two ports have the same ${field}` });
  });
export type TraditionalService = z.output<typeof TraditionalService>;
