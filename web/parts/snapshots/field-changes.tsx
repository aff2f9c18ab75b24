import { StackedCell, StackedRow, StackedTable } from '../stacked-table.tsx';

type FieldChange = { path: string; before?: unknown; after?: unknown };

/** Field by field: path, what it was, what it becomes. */
export function FieldChanges({ fields, label }: { fields: readonly FieldChange[]; label: string }) {
  return (
    <StackedTable label={label} head={['Field', 'Before', 'After']}>
      {fields.map((field) => (
        <StackedRow key={field.path}>
          <StackedCell className="font-mono text-xs break-all sm:w-2/5">{field.path || '(the whole resource)'}</StackedCell>
          <StackedCell className="font-mono text-xs break-all text-bad">{valueWords(field.before, '−')}</StackedCell>
          <StackedCell className="font-mono text-xs break-all text-good">{valueWords(field.after, '+')}</StackedCell>
        </StackedRow>
      ))}
    </StackedTable>
  );
}

const longest = 300;

function valueWords(value: unknown, sign: string): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `${sign} ${text.length > longest ? `${text.slice(0, longest)}…` : text}`;
}
