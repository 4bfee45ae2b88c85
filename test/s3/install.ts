import { spawnSync } from 'node:child_process'

const PROGRAMS = ['radosgw', 'ceph-mon', 'ceph-osd', 'ceph', 'radosgw-admin', 'monmaptool']

const PACKAGES = ['radosgw', 'ceph-mon', 'ceph-osd', 'ceph-common']

const isInstalled = (program: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${program}`]).status === 0

const run = (command: string, ...args: string[]): void => {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  const [first = '', ...rest] = [...sudo, command, ...args]
  process.stderr.write(`test:s3: ${[first, ...rest].join(' ')}\n`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status } = spawnSync(first, rest, { stdio: ['ignore', 'ignore', 'inherit'], env })
  if (status !== 0) {
    throw new Error(`Expected to install ${PACKAGES.join(', ')} with apt, found exit ${status}.`)
  }
}

/**
 * Installs a real S3 server, Debian's radosgw (Ceph), unless it is installed: about 64 MB from the
 * distribution's own archive. It enables and starts nothing: the tests start their own server.
 */
export const installRadosgw = (): void => {
  if (PROGRAMS.every(isInstalled)) return
  process.stderr.write('test:s3: installing an S3 server, Debian’s radosgw, for the tests\n')
  run('apt-get', 'update', '-qq')
  run('apt-get', 'install', '-y', '--no-install-recommends', ...PACKAGES)
}

// CI runs this file by itself, only to install.
if (import.meta.main) installRadosgw()
