import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { batteryHosts } from '../../hosts.ts';
import { namespacesOf } from '../../namespaces.ts';
import { configMap } from '../../parts/config-map.ts';
import { httpRoute, type RouteRule } from '../../parts/http-route.ts';
import { serviceAccount } from '../../parts/rbac.ts';
import { signInRules } from '../../parts/sso.ts';
import type { Summary } from '../../summary.ts';
import type { notebooks } from './battery.ts';
import { notebookAccount, notebookName, notebookPort, notebookResources, notebookSettings } from './notebook.ts';

/** What notebooks share: an account without rights, settings of the user interface and the way in from outside. */
export const notebooksResources: BatteryGenerator<ConfigOf<typeof notebooks>> = {
  battery: (_config, summary) => {
    const namespace = namespacesOf(summary).ai;
    return [
      serviceAccount({ namespace, name: notebookAccount }, false),
      configMap(notebookSettings, namespace, { 'overrides.json': JSON.stringify(overrides) }),
      ...routes(summary, namespace),
    ];
  },
  objects: { notebooks: notebookResources },
};

/** A server in a pod is not the person's to update or to stop: the platform does both. */
const overrides = {
  '@jupyterlab/apputils-extension:notification': { checkForUpdates: false, fetchNews: 'false' },
  '@jupyterlab/mainmenu-extension:plugin': {
    menus: [
      {
        id: 'jp-mainmenu-file',
        items: [
          { command: 'filemenu:shutdown', disabled: true },
          { command: 'filemenu:logout', disabled: true },
        ],
      },
    ],
  },
};

/** Each notebook under its own path of the one host; no route while there is no notebook (defect D18). */
function routes(summary: Summary, namespace: string): Resource[] {
  if (summary.notebooks.length === 0) return [];
  const rules: RouteRule[] = [
    ...signInRules(summary, 'notebooks'),
    ...summary.notebooks.map((notebook) => ({
      matches: [{ path: { type: 'PathPrefix', value: `/${notebook.name}` } }],
      backendRefs: [{ name: notebookName(notebook), port: notebookPort }],
    })),
  ];
  return httpRoute({ name: 'jupyter-notebooks', namespace, owner: 'notebooks', hosts: batteryHosts(summary, 'notebooks'), rules }, summary);
}
