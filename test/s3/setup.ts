import { installRadosgw } from './install.ts'
import { startRadosgw } from './radosgw.ts'

/** Starts the server once for all suites; they and their commands find it through the environment. */
export const setup = async (): Promise<() => Promise<void>> => {
  installRadosgw()
  const server = await startRadosgw()
  process.env['EMPANEL_S3_ENDPOINT'] = server.endpoint
  process.env['AWS_ACCESS_KEY_ID'] = server.accessKey
  process.env['AWS_SECRET_ACCESS_KEY'] = server.secretKey
  process.env['EMPANEL_TEST_CEPH_CONF'] = server.config
  return () => server.stop()
}
