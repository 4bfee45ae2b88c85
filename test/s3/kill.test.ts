import { expect, it } from 'vitest'
import { withFolder } from '../support/night.ts'
import { ended } from '../support/process.ts'
import { type Trial, expectSwept, expectWhole, isHalfWritten, trialOf } from './kill-trial.ts'
import { type Mark, lastMarkOf, logged, marksOf } from './log-lines.ts'
import { kinds } from './places.ts'
import { randomNumbers } from './random-numbers.ts'

/** On each lake, at the least; they are spread over the marks of the log. */
const KILLS = Number(process.env['EMPANEL_KILLS'] ?? 56)

const SEED = Number(process.env['EMPANEL_SEED'] ?? Date.now() % 1_000_000)

/** After so many kills a night is let through to its end and compared. */
const LET_THROUGH = 4

/** A mark that is over sooner than this is hit for certain only where the run lingers there. */
const SHORT = 100

/** Kills a run at a random moment after an event of its log; where it died, if it held the lake. */
const killAfter = async (
  trial: Trial,
  { event, ms }: Mark,
  random: number,
): Promise<{ event: string; runId: string | undefined } | undefined> => {
  const child = trial.run(ms < SHORT ? event : undefined)
  const end = ended(child)
  let timer: NodeJS.Timeout | undefined
  if (await logged(child, event)) {
    timer = setTimeout(() => child.kill('SIGKILL'), random * Math.max(ms, SHORT))
  }
  const { exit, stderr } = await end
  clearTimeout(timer)
  const last = lastMarkOf(stderr)
  return exit === null && last.event !== undefined ? { ...last, event: last.event } : undefined
}

// Each lake's runs are processes of their own, so both lakes go on at once.
it.concurrent.each(kinds)(
  `a run on a %s leaves what is published whole, however it is killed (${KILLS} times, seed ${SEED})`,
  async (kind) => {
    await withFolder(async (folder) => {
      const trial = await trialOf(kind, folder)
      const undisturbed = await ended(trial.run())
      expect(undisturbed.exit).toBe(0)
      const reference = await expectWhole(trial)
      const marks = marksOf(undisturbed.stderr)
      const random = randomNumbers(SEED)
      // Where each run was when it died, which may be past the mark that was aimed at.
      const died: Record<string, number> = Object.fromEntries(marks.map(({ event }) => [event, 0]))
      const quota = Math.ceil(KILLS / marks.length)
      let [kills, halfWritten, tries] = [0, 0, 0]
      const tell = (): void => {
        const figures = `${kills} kills, ${halfWritten} of them between the first output and the swap`
        process.stderr.write(
          `a ${kind}, seed ${SEED}: ${figures}; by mark ${JSON.stringify(died)}\n`,
        )
      }
      const isWanting = ({ event }: Mark): boolean => (died[event] ?? 0) < quota
      while (marks.some(isWanting) && tries < 2 * KILLS) {
        for (const mark of marks.filter(isWanting)) {
          tries++
          const death = await killAfter(trial, mark, random())
          if (!death) continue
          kills++
          died[death.event] = (died[death.event] ?? 0) + 1
          // Later nights may be faster than the first, which had to read everything.
          if (death.event !== mark.event) mark.ms /= 2
          if (await isHalfWritten(trial, death.runId)) halfWritten++
          await expectWhole(trial)
          if (kills % LET_THROUGH > 0) continue
          expect((await ended(trial.run())).exit).toBe(0)
          expect(await expectWhole(trial)).toEqual(reference)
          await expectSwept(trial)
          tell()
        }
      }
      tell()
      expect(kills).toBeGreaterThanOrEqual(KILLS)
      const stages = marks.filter(({ event }) => event.endsWith(' starts'))
      expect(stages.filter(isWanting)).toEqual([])
      expect(halfWritten).toBeGreaterThanOrEqual(2 * quota)
    })
  },
  3_600_000,
)
