export { action, loader } from './export-file.server.ts';
