import type { Lake, LakeObject } from '../lake/lake.ts'
import type { Fault } from '../requests/chain.ts'
import { type Close, type ClosedFile, MANIFEST, closeKey, closeOf } from './closes.ts'
import { addMonths } from '../base/months.ts'
import { type QualityYear, folderOf, yearOf } from './year-manifest.ts'
import { sha256OfFile, sha256 } from '../base/checksum.ts'

/** What a full look at `closes/` found. */
export interface ClosesFound {
  /** Months that are closed, and years whose quality population is written. */
  readonly months: number
  readonly years: number
  readonly faults: readonly Fault[]
}

/** A manifest as it stands in the lake; `says` is undefined where no close wrote it so. */
interface Found<Says> {
  readonly name: string
  readonly sha256: string
  readonly says: Says | undefined
}

/**
 * Holds everything below `closes/` against what the closes recorded: finds a manifest or a file that
 * was edited, lost or put there by hand. The last manifest is vouched for by the next close, or by the
 * quality population of its year; until then only its files are.
 */
export const verifyCloses = async (lake: Lake): Promise<ClosesFound> => {
  const objects = await lake.list('closes/')
  const months = await manifests(lake, objects, /^closes\/(\d{4}-\d\d)\//, closeOf)
  const years = await manifests(lake, objects, /^closes\/quality\/(\d{4})\//, yearOf)
  const faults = [...brokenChain(months), ...strangeYears(years, months)]
  const looked = new Set<string>()
  const look = async (folder: string, files: readonly ClosedFile[]): Promise<void> => {
    looked.add(`${folder}/${MANIFEST}`)
    for (const file of files) {
      const key = `${folder}/${file.name}`
      looked.add(key)
      const fault = await faultOf(lake, objects, key, file)
      if (fault !== undefined) faults.push({ object: key, fault })
    }
  }
  for (const { name, says } of months) await look(`closes/${name}`, says?.files ?? [])
  for (const { name, says } of years) await look(folderOf(name), says?.files ?? [])
  for (const object of objects) {
    if (looked.has(object.key) || (await isLeftover(lake, object))) continue
    faults.push({ object: object.key, fault: 'is inserted: no close wrote it' })
  }
  return { months: months.length, years: years.length, faults }
}

const manifests = async <Says>(
  lake: Lake,
  objects: readonly LakeObject[],
  folder: RegExp,
  parse: (name: string, text: string) => Says | undefined,
): Promise<Found<Says>[]> => {
  const found: Found<Says>[] = []
  for (const { key } of objects) {
    const [start, name] = folder.exec(key) ?? []
    if (name === undefined || key !== `${start}${MANIFEST}`) continue
    const text = (await lake.readText(key)) ?? ''
    found.push({ name, sha256: sha256(text), says: parse(name, text) })
  }
  return found
}

const brokenChain = (months: readonly Found<Close>[]): Fault[] => {
  const faults: Fault[] = []
  months.forEach(({ name, says }, at) => {
    const before = months[at - 1]
    const object = closeKey(name, MANIFEST)
    if (!says) faults.push({ object, fault: 'is edited: it is not what a close writes' })
    else if (!before && says.previous !== null) {
      faults.push({ object, fault: 'has no close before it: that one is lost' })
    } else if (before && name !== addMonths(before.name, 1)) {
      faults.push({ object: closeKey(addMonths(before.name, 1), MANIFEST), fault: 'is lost' })
    } else if (before && says.previous !== before.sha256) {
      faults.push({
        object: closeKey(before.name, MANIFEST),
        fault: 'is edited since the next close',
      })
    }
  })
  return faults
}

const strangeYears = (
  years: readonly Found<QualityYear>[],
  months: readonly Found<Close>[],
): Fault[] =>
  years.flatMap(({ name, says }) => {
    const object = `${folderOf(name)}/${MANIFEST}`
    if (!says) return [{ object, fault: 'is edited: it is not what empanel writes' }]
    return months.some((month) => month.sha256 === says.closes)
      ? []
      : [{ object, fault: 'was made after a close that is edited or lost since' }]
  })

const faultOf = async (
  lake: Lake,
  objects: readonly LakeObject[],
  key: string,
  file: ClosedFile,
): Promise<string | undefined> => {
  const there = objects.find((object) => object.key === key)
  if (!there) return 'is lost'
  const isSame =
    there.bytes === file.bytes && (await sha256OfFile(await lake.localPath(key))) === file.sha256
  return isSame ? undefined : 'is edited: it is not what the close wrote'
}

/** A close that broke off leaves files with their content's hash in their name; nothing reads them. */
const isLeftover = async (lake: Lake, { key }: LakeObject): Promise<boolean> => {
  const [, start] = /\/[a-z_]+-([0-9a-f]{16})\.(?:parquet|csv)$/.exec(key) ?? []
  return start !== undefined && (await sha256OfFile(await lake.localPath(key))).startsWith(start)
}
