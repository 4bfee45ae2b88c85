import { InputRefused } from '../../../base/errors.ts'

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

/** A size such as 200GB in bytes. */
export const bytesOf = (size: string): number => {
  const [, number = '', unit = ''] = /^([\d.]+)\s?(\w+)$/.exec(size) ?? []
  return Number(number) * (units[unit] ?? Number.NaN)
}

/** A small file that unpacks to no end is a mistake or an attack; either way it would fill the disk. */
export const tooMuchUnpacked = (key: string, limit: string): InputRefused =>
  new InputRefused(
    `Expected ${key} to unpack to at most ${limit}, found more.`,
    'If the file is meant to be that large, raise `settings: { max_unpacked: … }` in the pipeline file; else ask who sent it.',
  )
