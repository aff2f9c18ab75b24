/** Fields that a contract does not know, at any depth: a misspelt name is refused, not dropped. */
export function unknownFields(given: unknown, known: unknown, path: (string | number)[] = []): { path: string; message: string }[] {
  if (given === null || known === null || typeof given !== 'object' || typeof known !== 'object') return [];
  if (path.length > deepest) return [{ path: path.join('.'), message: `this is nested deeper than ${deepest} levels` }];
  const values = new Map(Object.entries(known));
  return Object.entries(given).flatMap(([field, value]) => {
    const here = [...path, field];
    if (values.has(field)) return unknownFields(value, values.get(field), here);
    return value === undefined ? [] : [{ path: here.join('.'), message: 'there is no such field' }];
  });
}

/** No contract of ours goes deeper than 8. */
const deepest = 32;
