// npm run catalog:docs [-- --check]: writes docs/batteries.md from the catalog, or fails when it is not what the catalog says.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { batteryTable } from './battery-table.ts';

const file = join(import.meta.dirname, '..', 'docs', 'batteries.md');
const table = batteryTable();
if (!process.argv.includes('--check')) writeFileSync(file, table);
else if (readFileSync(file, 'utf8') !== table) {
  console.error('docs/batteries.md is not what the catalog says: run `npm run catalog:docs` and commit it');
  process.exitCode = 1;
}
