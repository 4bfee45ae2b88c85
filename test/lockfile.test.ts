import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Locked {
  readonly resolved?: string
  readonly integrity?: string
  readonly optional?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly libc?: readonly string[]
}

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
  readonly packages: Readonly<Record<string, Locked>>
}

const packages = Object.entries(lock.packages).filter(([name]) => name !== '')

const isForThisMachine = ({ os, cpu, libc }: Locked): boolean =>
  (os?.includes('linux') ?? true) && (cpu?.includes('x64') ?? true) && !libc?.includes('musl')

test('every package that CI installs is locked to its bytes', () => {
  const loose = packages.filter(
    ([, { integrity, resolved }]) =>
      !integrity?.startsWith('sha512-') ||
      // Not said = from whichever registry npm is set to; what counts are the bytes.
      (resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/')),
  )
  // Nothing but binaries of other machines, which npm leaves out here and of which it keeps no hash.
  expect(loose.filter(([, locked]) => !locked.optional || isForThisMachine(locked))).toEqual([])
})
