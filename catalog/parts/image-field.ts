import type { FieldMeta } from '../define.ts';
import { type ImageName, imageReference } from '../images.ts';
import { ImageReference } from '../objects/container.ts';

/** Config field for an image of ours. What the user leaves alone follows the installation's release (release-images.ts). */
export function imageField(name: ImageName, title: string, more: Pick<FieldMeta, 'matters'> = {}) {
  return ImageReference.default(imageReference(name)).meta({
    title,
    description: 'Leave it alone to follow the catalog; change it to use a mirror.',
    advanced: true,
    image: name,
    ...more,
  });
}
