/** Version of what the catalog makes. Raise it with every change of a golden file: an installation moves to it by an upgrade, never by a deploy of the Worker. */
export const catalogVersion = '2026.11.0';
