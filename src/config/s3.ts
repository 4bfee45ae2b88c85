import { z } from 'zod'
import { ConfigError } from '../base/errors.ts'

/** Manifests list the settings, so credentials in the URL would be written into every one. */
const hasNoSecret = (url: string): boolean => !/@|\?|#/.test(url)

/** How to reach the bucket of a lake. Credentials are never set here: the SDK finds them. */
export const s3Config = z.strictObject({
  /** For stores other than AWS, such as https://objects.example.org. */
  endpoint: z
    .url('expected a URL such as https://objects.example.org')
    .refine(hasNoSecret, 'expected a URL without user, password, query or fragment')
    .optional(),
  region: z.string().min(1, 'expected a name such as us-east-2').optional(),
  /** Puts the bucket in the path instead of the host name. Default: true with an endpoint. */
  path_style: z.boolean().optional(),
  /** `when_required` for stores without the SDK's checksums. Default: that, with an endpoint. */
  checksums: z.enum(['when_supported', 'when_required']).optional(),
  /** Encrypts every object with this key of the store's key management. */
  kms_key_id: z.string().min(1, 'expected the id of a key').optional(),
  /** Accepts a store that ignores conditions on writes, where two runs could publish at once. */
  accept_unconditional_writes: z.boolean().optional(),
})

export type S3Config = z.output<typeof s3Config>

const PREFIX = 'EMPANEL_S3_'

/** Returns the settings of the environment (`EMPANEL_S3_ENDPOINT`, …), else of the pipeline file. */
export const s3Settings = (
  environment: Readonly<Record<string, string | undefined>>,
  file: S3Config = {},
): S3Config => {
  const named = Object.entries(environment).filter(([name]) => name.startsWith(PREFIX))
  const values = named.map(([name, value = '']) => [
    name.slice(PREFIX.length).toLowerCase(),
    /^(true|false)$/.test(value) ? value === 'true' : value,
  ])
  const parsed = s3Config.safeParse(Object.fromEntries(values))
  if (parsed.success) return { ...file, ...parsed.data }
  const [problem] = parsed.error.issues
  const names = problem?.code === 'unrecognized_keys' ? problem.keys : problem?.path
  throw new ConfigError(
    `Environment variable ${PREFIX}${(names ?? []).join(', ').toUpperCase()}: ${problem?.message ?? 'not recognized'}.`,
    `Known variables: ${Object.keys(s3Config.shape)
      .map((name) => PREFIX + name.toUpperCase())
      .join(', ')}.`,
  )
}
