/**
 * Every outside program that local development runs, and the one place where its version is written. `kube/go.mod`, `kube/etcd/go.mod` and
 * `kube/kwok/go.mod` pin the same versions for the build from source; `versions.test.ts` keeps the two in step.
 */
export const versions = { kubernetes: '1.36.3', etcd: '3.6.7', kwok: '0.8.0' } as const;

export type KubeBinary = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'kubectl' | 'kwok';

export type BinarySource = {
  version: string;
  /** Arguments that print the version without a cluster. */
  versionArgs: string[];
  /** Where the project publishes its releases; `sha256Url` is that release's own checksum file, on the same host. */
  release: { url: string; sha256Url: string; archiveMember?: string };
  /** For `go build`: module folder below `dev/kube`, package, and the -X settings that make `--version` tell the truth. */
  build: { folder: string; package: string; set: Record<string, string> };
};

/** The name Go and the release files give this machine, e.g. { os: 'linux', arch: 'amd64' }. */
function platform(): { os: string; arch: string } {
  const arch = { x64: 'amd64', arm64: 'arm64' }[process.arch as string];
  if (!arch) throw new Error(`no Kubernetes release for ${process.arch}: run Home Base on x64 or arm64, or with --no-cluster`);
  return { os: process.platform, arch };
}

/** What is known of one binary, for this machine. */
export function binarySource(name: KubeBinary): BinarySource {
  const { os, arch } = platform();
  if (name === 'etcd') {
    const folder = `etcd-v${versions.etcd}-${os}-${arch}`;
    const base = `https://github.com/etcd-io/etcd/releases/download/v${versions.etcd}`;
    return {
      version: versions.etcd,
      versionArgs: ['--version'],
      release: { url: `${base}/${folder}.tar.gz`, sha256Url: `${base}/SHA256SUMS`, archiveMember: `${folder}/etcd` },
      build: { folder: 'etcd', package: 'go.etcd.io/etcd/server/v3', set: {} },
    };
  }
  if (name === 'kwok') {
    const url = `https://github.com/kubernetes-sigs/kwok/releases/download/v${versions.kwok}/kwok-${os}-${arch}`;
    return {
      version: versions.kwok,
      versionArgs: ['--version'],
      release: { url, sha256Url: `${url}.sha256` },
      build: { folder: 'kwok', package: 'sigs.k8s.io/kwok/cmd/kwok', set: {} },
    };
  }
  const url = `https://dl.k8s.io/release/v${versions.kubernetes}/bin/${os}/${arch}/${name}`;
  const [major, minor] = versions.kubernetes.split('.') as [string, string];
  return {
    version: versions.kubernetes,
    versionArgs: name === 'kubectl' ? ['version', '--client'] : ['--version'],
    release: { url, sha256Url: `${url}.sha256` },
    build: {
      folder: '.',
      package: `k8s.io/kubernetes/cmd/${name}`,
      set: {
        'k8s.io/component-base/version.gitVersion': `v${versions.kubernetes}`,
        'k8s.io/component-base/version.gitMajor': major,
        'k8s.io/component-base/version.gitMinor': minor,
        'k8s.io/component-base/version.gitTreeState': 'clean',
      },
    },
  };
}
