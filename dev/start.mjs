#!/usr/bin/env node
// `npm start`: built-ins only, for a machine that has nothing but Node and npm. Installs what is missing, then hands over to Node 24.
import { spawn } from 'node:child_process';
import { installDependencies, node24, root, toolEnv } from './install.mjs';

await installDependencies();
// Ctrl-C reaches the whole foreground group; the child stops everything in order and this process waits for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (signal === 'SIGINT' ? undefined : child.kill(signal)));
const child = spawn(node24(), ['dev/start.ts', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit', env: toolEnv() });
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal ? 1 : 0);
});
