import { addMonths, isoOf, monthStart, type Day } from './calendar.ts'
import { claimHeader } from './claims.ts'
import { CsvFile } from './csv.ts'
import type { Options } from './options.ts'

/** A quarter by its last month, so that deliveries sort in the order in which they came. */
const quarterOf = (day: Day): string => {
  const iso = isoOf(day)
  const lastMonth = Math.ceil(Number(iso.slice(5, 7)) / 3) * 3
  return `${iso.slice(0, 4)}-${String(lastMonth).padStart(2, '0')}_quarter`
}

/**
 * The claims files of the first night: one a quarter, and one a month in the quarter of the as-of
 * date. A line goes to the file of the day on which it was decided; one not decided yet, nowhere.
 */
export class ClaimDeliveries {
  private readonly options: Options
  private readonly files = new Map<string, CsvFile>()
  private readonly names = new Map<Day, string>()
  private readonly monthly: Day

  constructor(options: Options) {
    this.options = options
    const month = monthStart(options.asOf)
    this.monthly = addMonths(month, -((Number(isoOf(month).slice(5, 7)) - 1) % 3))
  }

  add(decided: Day, line: string): void {
    const { asOf, night } = this.options
    if (night === 1 ? decided > asOf : decided !== asOf + 1) return
    for (const name of this.namesOf(decided)) this.file(name).raw(line)
  }

  close(): void {
    for (const file of this.files.values()) file.close()
  }

  private namesOf(decided: Day): readonly string[] {
    const name = this.nameOf(decided)
    // The first month of the quarter was delivered a second time, whole.
    const again =
      this.options.small && isoOf(decided).slice(0, 7) === isoOf(this.monthly).slice(0, 7)
    return again ? [name, name.replace('.csv', '_redelivered.csv')] : [name]
  }

  private nameOf(decided: Day): string {
    let name = this.names.get(decided)
    if (name === undefined) {
      const { night, asOf, small } = this.options
      const late = decided >= this.monthly
      const period =
        night === 2 ? isoOf(asOf + 1) : late ? isoOf(decided).slice(0, 7) : quarterOf(decided)
      const packed = small && isoOf(decided).slice(0, 7) !== isoOf(asOf).slice(0, 7) && night === 1
      name = `claims/${isoOf(decided).slice(0, 4)}/claims_${period}.csv${packed ? '.gz' : ''}`
      this.names.set(decided, name)
    }
    return name
  }

  private file(name: string): CsvFile {
    let file = this.files.get(name)
    if (file === undefined) {
      file = new CsvFile(this.options.out, name, claimHeader)
      this.files.set(name, file)
    }
    return file
  }
}
