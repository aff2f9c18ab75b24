/**
 * What a cluster needs to serve FerretDB 2.7: upstream's image with the DocumentDB extension 0.107, which is built on the official Postgres image
 * and so has another user (999) and no pgaudit. The operator runs no entry point of an image, so that what upstream's scripts set is set here
 * (FerretDB website/docs/installation/documentdb). Reasons and limits: docs/decisions/0007.
 */
export const documentdbUser = { postgresUID: 999, postgresGID: 999 };

/** pg_cron works in one database only, and the extension needs it there: the documents lie in `postgres`, not in the cluster's own database. */
export const documentDatabase = 'postgres';

export const documentdbPostgresql = {
  shared_preload_libraries: ['pg_cron', 'pg_documentdb_core', 'pg_documentdb'],
  // The extension and its cron jobs connect to their own server without a password. Nothing but the pod itself comes from these addresses.
  pg_hba: [`host ${documentDatabase} all 127.0.0.1/32 trust`, `host ${documentDatabase} all ::1/128 trust`],
};

export const documentdbParameters: Record<string, string> = {
  'cron.database_name': documentDatabase,
  'documentdb.enableCompact': 'true',
  'documentdb.enableLetAndCollationForQueryMatch': 'true',
  'documentdb.enableNowSystemVariable': 'true',
  'documentdb.enableSortbyIdPushDownToPrimaryKey': 'true',
  'documentdb.enableSchemaValidation': 'true',
  'documentdb.enableBypassDocumentValidation': 'true',
  'documentdb.enableUserCrud': 'true',
  'documentdb.maxUserLimit': '100',
};

/** Owns the extension's functions: every user of the cluster gets it, and none has to be a superuser. */
export const documentdbRole = 'documentdb_admin_role';

/** Run in `postgres` as superuser when the cluster is made. FerretDB sets the limit on each of its connections. */
export const documentdbInit = [
  'CREATE EXTENSION IF NOT EXISTS documentdb CASCADE',
  `GRANT SET ON PARAMETER documentdb.maxuserlimit TO ${documentdbRole}`,
];
