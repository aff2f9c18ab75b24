import { ExternalLink } from 'lucide-react';

/** Opens the thing itself, in a tab of its own: it is not a page of ours. */
export function OpenLink({ url, name }: { url: string; name: string }) {
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      aria-label={`Open ${name}`}
      title={url}
      className="ml-2 inline-flex align-middle text-muted hover:text-ink"
    >
      <ExternalLink aria-hidden size={13} />
    </a>
  );
}
