import { stringify } from 'yaml';

/** YAML for people: block style, no anchors, long texts unfolded. */
export function toYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, sortMapEntries: false });
}
