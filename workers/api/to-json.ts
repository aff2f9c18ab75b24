/** A value as JSON carries it: dates are texts, what is undefined is absent. */
export type AsJson<T> = T extends Date
  ? string
  : T extends (infer Item)[]
    ? AsJson<Item>[]
    : T extends object
      ? { [F in keyof T]: AsJson<T[F]> }
      : T;

/** A verb's value → the form that its contract describes. */
export function toJson<T>(value: T): AsJson<T> {
  return JSON.parse(JSON.stringify(value));
}
