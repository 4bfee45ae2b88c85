import { InputRefused } from '../base/errors.ts'

const units: Readonly<Record<string, number>> = {
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
}

/** Returns a size such as 200GB in bytes. */
export const bytesOf = (size: string): number => {
  const [, number = '', unit = ''] = /^([\d.]+)\s?(\w+)$/.exec(size) ?? []
  return Number(number) * (units[unit] ?? Number.NaN)
}

/** The refusal of a file that would fill the disk, by mistake or on purpose. */
export const tooMuchUnpacked = (key: string, limit: string): InputRefused =>
  new InputRefused(
    `Expected ${key} to unpack to at most ${limit}, found more.`,
    'If the file is meant to be that large, raise `settings: { max_unpacked: … }` in the pipeline file. Otherwise check with its sender.',
  )
