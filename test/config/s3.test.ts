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
])('bucket settings refuse secrets, which every manifest would list: %s', (s3) => {
  expect(withS3(s3)).toThrow(/without user, password|unknown|Unrecognized|access_key|session/i)
  expect(withS3(s3)).not.toThrow(/hunter2/)
})

it('the environment and the URL of a lake refuse secrets too', () => {
  const named = { EMPANEL_S3_ENDPOINT: 'https://user:hunter2@objects.example.org' }
  expect(() => s3Settings(named)).toThrow(/EMPANEL_S3_ENDPOINT: expected a URL without user/)
  expect(() => s3Settings(named)).not.toThrow(/hunter2/)
  expect(() => parseS3Url('s3://AKIA:hunter2@bucket/x')).toThrow('found s3://…@bucket/x')
})
