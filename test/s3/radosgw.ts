import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

/** A running S3 server for this test run only, on loopback. */
export interface S3Server {
  readonly endpoint: string
  readonly accessKey: string
  readonly secretKey: string
  /** The configuration file for `radosgw-admin`, which revokes and restores access. */
  readonly config: string
  stop(): Promise<void>
}

const ACCESS_KEY = 'empanel-test'
const SECRET_KEY = 'of-the-tests-only'

/**
 * Starts Debian's radosgw on loopback, with one monitor and one store in memory that is gone when it
 * stops: real signatures, ranges, multipart uploads and conditional writes. Takes about 15 s.
 */
export const startRadosgw = async (): Promise<S3Server> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'empanel-radosgw-'))
  const [monitorPort, port] = [await freePort(), await freePort()]
  for (const name of ['mon', 'osd', 'run']) await mkdir(path.join(folder, name))
  await writeFile(path.join(folder, 'ceph.conf'), config(folder, monitorPort, port))
  const env = { ...process.env, CEPH_CONF: path.join(folder, 'ceph.conf') }
  const run = promisify(execFile)
  const call = async (command: string, ...args: string[]): Promise<void> => {
    await run(command, args, { cwd: folder, env, timeout: 90_000 })
  }
  const daemons: ChildProcess[] = []
  const start = (command: string, ...args: string[]): void => {
    daemons.push(spawn(command, [...args, '-f'], { cwd: folder, env, stdio: 'ignore' }))
  }
  const kill = (): void => daemons.forEach((daemon) => daemon.kill('SIGKILL'))
  process.once('exit', kill)
  const stop = async (): Promise<void> => {
    kill()
    process.off('exit', kill)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  const all = ['--cap', 'mon', 'allow *', '--cap', 'osd', 'allow *', '--cap', 'mgr', 'allow *']
  try {
    await call('monmaptool', '--create', '--addv', 'a', `[v1:127.0.0.1:${monitorPort}]`, 'monmap')
    await call('ceph-authtool', '-C', 'mon.key', '-g', '-n', 'mon.', '--cap', 'mon', 'allow *')
    await call('ceph-authtool', '-C', 'admin.key', '-g', '-n', 'client.admin', ...all)
    await call('ceph-authtool', 'mon.key', '--import-keyring', 'admin.key')
    await call('ceph-mon', '--mkfs', '-i', 'a', '--monmap', 'monmap', '--keyring', 'mon.key')
    start('ceph-mon', '-i', 'a')
    const uuid = randomUUID()
    await call('ceph', 'osd', 'new', uuid)
    const caps = ['mon', 'allow profile osd', 'osd', 'allow *', 'mgr', 'allow profile osd']
    await call('ceph', 'auth', 'get-or-create', 'osd.0', ...caps, '-o', 'osd/keyring')
    await call('ceph-osd', '-i', '0', '--mkfs', '--osd-uuid', uuid)
    start('ceph-osd', '-i', '0')
    start('radosgw', '-n', 'client.admin')
    const keys = ['--access-key', ACCESS_KEY, '--secret-key', SECRET_KEY]
    await call('radosgw-admin', 'user', 'create', '--uid=test', '--display-name=test', ...keys)
    const endpoint = `http://127.0.0.1:${port}`
    await untilResponding(endpoint)
    return {
      endpoint,
      accessKey: ACCESS_KEY,
      secretKey: SECRET_KEY,
      config: env.CEPH_CONF,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

const config = (folder: string, monitorPort: number, port: number): string => `
[global]
fsid = ${randomUUID()}
mon host = v1:127.0.0.1:${monitorPort}
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
keyring = ${folder}/admin.key
run dir = ${folder}/run
admin socket = ${folder}/run/$name.$pid.asok
log file = ${folder}/$name.log
mon cluster log file = ${folder}/cluster.log
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd crush chooseleaf type = 0
mon allow pool size one = true
osd objectstore = memstore
memstore device bytes = 6442450944
[mon.a]
mon data = ${folder}/mon
[osd.0]
osd data = ${folder}/osd
keyring = ${folder}/osd/keyring
[client.admin]
rgw data = ${folder}/rgw
rgw frontends = beast endpoint=127.0.0.1:${port}
rgw thread pool size = 64
rgw list buckets max chunk = 1000
`

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

const untilResponding = async (endpoint: string): Promise<void> => {
  for (let attempt = 0; attempt < 120; attempt++) {
    const response = await fetch(endpoint).catch(() => undefined)
    if (response) return
    await sleep(500)
  }
  throw new Error('Expected radosgw to respond within a minute; it did not.')
}
