import { expect, it } from 'vitest'
import { parsePipeline } from '../../src/config/pipeline.ts'
import { s3Settings } from '../../src/config/s3.ts'
import { parseS3Url } from '../../src/lake/s3-location.ts'

const withS3 = (s3: string) => () =>
  parsePipeline('p.yaml', `name: p\npolicy: caresource\nfeeds: {}\nsettings: {s3: ${s3}}\n`)

it.each([
  '{endpoint: "https://user:hunter2@objects.example.org"}',
  '{endpoint: "https://objects.example.org/?token=hunter2"}',
  '{access_key_id: AKIA, secret_access_key: hunter2}',
  '{session_token: hunter2}',
])('settings of a bucket take no secret, which every manifest would show: %s', (s3) => {
  expect(withS3(s3)).toThrow(/without a user, a password|unknown|Unrecognized|access_key|session/i)
  expect(withS3(s3)).not.toThrow(/hunter2/)
})

it('nor does the environment, nor the place of a lake', () => {
  const named = { EMPANEL_S3_ENDPOINT: 'https://user:hunter2@objects.example.org' }
  expect(() => s3Settings(named)).toThrow(/EMPANEL_S3_ENDPOINT: expected a URL without a user/)
  expect(() => s3Settings(named)).not.toThrow(/hunter2/)
  expect(() => parseS3Url('s3://AKIA:hunter2@bucket/x')).toThrow('found s3://…@bucket/x')
})
