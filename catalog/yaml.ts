import { stringify } from 'yaml';

/** YAML for people and kubectl: block style, no anchors, long texts unfolded; version 1.1, so that the text `on` is quoted and stays a text. */
export function toYaml(value: unknown): string {
  return stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false, sortMapEntries: false });
}
