import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { ConfigError } from '../../base/errors.ts'
import type { Content } from '../effects.ts'

/**
 * Saves content to the file that `--out` names, private to its owner. Called only when there is content,
 * so that a command that fails leaves no empty file.
 */
export const save = async (content: Content, out: string): Promise<void> => {
  const file = await open(out, 'w', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(
      `Expected --out to name a file that can be written, found ${out} (${error.code}).`,
      'Create its folder first, or name another file.',
    )
  })
  await pipeline(content, file.createWriteStream())
}
