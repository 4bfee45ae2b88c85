import { z } from 'zod'
import { ConfigError } from '../base/errors.ts'

/** Settings are written into every manifest: a way in that stands in the URL would be too. */
const hasNoSecret = (url: string): boolean => !/@|\?|#/.test(url)

/** How the bucket of a lake is reached. Who may is never said here: the SDK finds credentials. */
export const s3Config = z.strictObject({
  /** For stores other than AWS, such as https://objects.example.org. */
  endpoint: z
    .url('expected a URL such as https://objects.example.org')
    .refine(hasNoSecret, 'expected a URL without a user, a password or a question in it')
    .optional(),
  region: z.string().min(1, 'expected a name such as us-east-2').optional(),
  /** The bucket in the path and not in the host name. Default: yes where there is an endpoint. */
  path_style: z.boolean().optional(),
  /** `when_required` for stores that do not know the SDK's checksums. Default: with an endpoint. */
  checksums: z.enum(['when_supported', 'when_required']).optional(),
  /** Has every object encrypted with this key of the store's key management. */
  kms_key_id: z.string().min(1, 'expected the id of a key').optional(),
  /** Runs also where the store ignores conditions on writes, and two runs could publish at once. */
  accept_unconditional_writes: z.boolean().optional(),
})

export type S3Config = z.output<typeof s3Config>

const PREFIX = 'EMPANEL_S3_'

/** What the environment says (`EMPANEL_S3_ENDPOINT`, …), and where it is silent the pipeline file. */
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
    `The environment's ${PREFIX}${(names ?? []).join(', ').toUpperCase()}: ${problem?.message ?? 'is not understood'}.`,
    `There are: ${Object.keys(s3Config.shape)
      .map((name) => PREFIX + name.toUpperCase())
      .join(', ')}.`,
  )
}
