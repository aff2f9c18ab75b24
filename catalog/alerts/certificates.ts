import type { AlertGroup } from './alert.ts';

const left = 'certmanager_certificate_expiration_timestamp_seconds - time()';

export const certificateAlerts: AlertGroup = {
  name: 'certificates',
  needs: ['cert_manager'],
  alerts: [
    {
      alert: 'CertificateExpiresSoon',
      severity: 'warning',
      expr: `${left} < 604800 and certmanager_certificate_expiration_timestamp_seconds > 0`,
      for: '1h',
      summary: 'The certificate {{ $labels.namespace }}/{{ $labels.name }} expires in {{ $value | humanizeDuration }}',
      description: 'cert-manager renews it well before that. Look at the events of the Certificate and of its CertificateRequests.',
    },
    {
      alert: 'CertificateExpires',
      severity: 'critical',
      expr: `${left} < 86400 and certmanager_certificate_expiration_timestamp_seconds > 0`,
      for: '10m',
      summary: 'The certificate {{ $labels.namespace }}/{{ $labels.name }} expires within a day',
      description: 'Clients refuse to connect afterwards. Look at the events of the Certificate and of its CertificateRequests.',
    },
    {
      alert: 'CertificateNotReady',
      severity: 'warning',
      expr: 'certmanager_certificate_ready_status{condition!="True"} == 1',
      for: '30m',
      summary: 'The certificate {{ $labels.namespace }}/{{ $labels.name }} is not issued',
      description: 'Its issuer refuses or does not answer. The events of the Certificate say why.',
    },
  ],
};
