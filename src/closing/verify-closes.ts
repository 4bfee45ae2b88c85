import type { Lake, LakeObject } from '../lake/lake.ts'
import type { Fault } from '../requests/chain.ts'
import { type Close, type ClosedFile, MANIFEST, closeKey, parseClose } from './closes.ts'
import { addMonths } from '../base/months.ts'
import { type QualityYear, folderOf, parseYear } from './year-manifest.ts'
import { sha256OfFile, sha256 } from '../base/checksum.ts'

/** The result of verifying `closes/`. */
export interface ClosesFound {
  /** The number of closed months, and of years with a quality population. */
  readonly months: number
  readonly years: number
  readonly faults: readonly Fault[]
}

/** A manifest in the lake; `content` is undefined if it is not what a close writes. */
interface Found<Content> {
  readonly name: string
  readonly sha256: string
  readonly content: Content | undefined
}

/**
 * Compares everything below `closes/` with what the closes recorded. Finds a manifest or file that
 * was edited, lost or added by hand. The next close, or the quality population of the year, holds the
 * checksum of the last manifest; until then only its files are checked.
 */
export const verifyCloses = async (lake: Lake): Promise<ClosesFound> => {
  const objects = await lake.list('closes/')
  const months = await manifests(lake, objects, /^closes\/(\d{4}-\d\d)\//, parseClose)
  const years = await manifests(lake, objects, /^closes\/quality\/(\d{4})\//, parseYear)
  const faults = [...brokenChain(months), ...strangeYears(years, months)]
  const byKey = new Map(objects.map((object) => [object.key, object]))
  const checked = new Set<string>()
  const check = async (folder: string, files: readonly ClosedFile[]): Promise<void> => {
    checked.add(`${folder}/${MANIFEST}`)
    for (const file of files) {
      const key = `${folder}/${file.name}`
      checked.add(key)
      const fault = await faultOf(lake, byKey.get(key), file)
      if (fault !== undefined) faults.push({ object: key, fault })
    }
  }
  for (const { name, content } of months) await check(`closes/${name}`, content?.files ?? [])
  for (const { name, content } of years) await check(folderOf(name), content?.files ?? [])
  for (const object of objects) {
    if (checked.has(object.key) || (await isLeftover(lake, object))) continue
    faults.push({ object: object.key, fault: 'was inserted: no close wrote it' })
  }
  return { months: months.length, years: years.length, faults }
}

const manifests = async <Content>(
  lake: Lake,
  objects: readonly LakeObject[],
  folder: RegExp,
  parse: (name: string, text: string) => Content | undefined,
): Promise<Found<Content>[]> => {
  const found: Found<Content>[] = []
  for (const { key } of objects) {
    const [start, name] = folder.exec(key) ?? []
    if (name === undefined || key !== `${start}${MANIFEST}`) continue
    const text = (await lake.readText(key)) ?? ''
    found.push({ name, sha256: sha256(text), content: parse(name, text) })
  }
  return found
}

const brokenChain = (months: readonly Found<Close>[]): Fault[] => {
  const faults: Fault[] = []
  months.forEach(({ name, content }, at) => {
    const before = months[at - 1]
    const object = closeKey(name, MANIFEST)
    if (!content) faults.push({ object, fault: 'was edited: it is not what a close writes' })
    else if (!before && content.previous !== null) {
      faults.push({ object, fault: 'has no close before it: that one is lost' })
    } else if (before && name !== addMonths(before.name, 1)) {
      faults.push({ object: closeKey(addMonths(before.name, 1), MANIFEST), fault: 'is lost' })
    } else if (before && content.previous !== before.sha256) {
      faults.push({
        object: closeKey(before.name, MANIFEST),
        fault: 'was edited after the next close',
      })
    }
  })
  return faults
}

const strangeYears = (
  years: readonly Found<QualityYear>[],
  months: readonly Found<Close>[],
): Fault[] =>
  years.flatMap(({ name, content }) => {
    const object = `${folderOf(name)}/${MANIFEST}`
    if (!content) return [{ object, fault: 'was edited: it is not what empanel writes' }]
    return months.some((month) => month.sha256 === content.closes)
      ? []
      : [{ object, fault: 'was written after a close that has since been edited or lost' }]
  })

const faultOf = async (
  lake: Lake,
  found: LakeObject | undefined,
  { bytes, sha256: recorded }: ClosedFile,
): Promise<string | undefined> => {
  if (!found) return 'is lost'
  const isSame =
    found.bytes === bytes && (await sha256OfFile(await lake.localPath(found.key))) === recorded
  return isSame ? undefined : 'was edited: it is not what the close wrote'
}

/** Whether an interrupted close left the file: its name holds the hash of its content. */
const isLeftover = async (lake: Lake, { key }: LakeObject): Promise<boolean> => {
  const [, start] = /\/[a-z_]+-([0-9a-f]{16})\.(?:parquet|csv)$/.exec(key) ?? []
  return start !== undefined && (await sha256OfFile(await lake.localPath(key))).startsWith(start)
}
