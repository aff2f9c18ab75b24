import { z } from 'zod';
import type { FieldMeta } from './define.ts';
import { imageReference } from './images.ts';
import { findBattery } from './registry.ts';
import { type Summary, storedConfig } from './summary.ts';

/** The images of a battery's config as a release has them: what holds where the user left the field alone. */
export function releaseImages(type: string, version: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(findBattery(type)?.config.shape ?? {}).flatMap(([field, schema]) => {
      const { image }: FieldMeta = z.instanceof(z.ZodType).parse(schema).meta() ?? {};
      return image ? [[field, imageReference(image, version)]] : [];
    }),
  );
}

/** What is stored for a battery, with the images of the installation's release where the user chose none: for who uses another battery's image. */
export function configOfRelease(summary: Summary, type: string): Record<string, unknown> {
  return { ...releaseImages(type, summary.catalogVersion), ...storedConfig(summary, type) };
}

/** A config without the images that are the release's own: who sends back what a form showed has left them alone. */
export function withoutReleaseImages(type: string, config: Record<string, unknown>, version: string): Record<string, unknown> {
  const images = releaseImages(type, version);
  return Object.fromEntries(Object.entries(config).filter(([field, value]) => !Object.hasOwn(images, field) || images[field] !== value));
}
