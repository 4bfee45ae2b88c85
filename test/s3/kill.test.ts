import { expect, it } from 'vitest'
import { withFolder } from '../support/night.ts'
import { ended } from '../support/process.ts'
import { type Trial, expectSwept, expectWhole, isHalfWritten, trialOf } from './kill-trial.ts'
import { type Mark, lastMarkOf, logged, marksOf } from './log-lines.ts'
import { kinds } from './places.ts'
import { randomNumbers } from './random-numbers.ts'

/** The least number of kills on each lake, spread over the marks of the log. */
const KILLS = Number(process.env['EMPANEL_KILLS'] ?? 56)

const SEED = Number(process.env['EMPANEL_SEED'] ?? Date.now() % 1_000_000)

/** After this many kills, a night may finish and is compared with the reference. */
const FINISH_EVERY = 4

/** A run must be made to linger after a mark that lasts less than this, or the kill may miss it. */
const SHORT_MS = 100

/**
 * Kills a run at a random moment after an event of its log.
 *
 * @returns the mark where it died, or undefined where it ended by itself or before it took the lake
 */
const killAfter = async (
  trial: Trial,
  { event, ms }: Mark,
  random: number,
): Promise<{ event: string; runId: string | undefined } | undefined> => {
  const child = trial.run(ms < SHORT_MS ? event : undefined)
  const end = ended(child)
  let timer: NodeJS.Timeout | undefined
  if (await logged(child, event)) {
    timer = setTimeout(() => child.kill('SIGKILL'), random * Math.max(ms, SHORT_MS))
  }
  const { exit, stderr } = await end
  clearTimeout(timer)
  const last = lastMarkOf(stderr)
  return exit === null && last.event !== undefined ? { ...last, event: last.event } : undefined
}

// All runs are separate processes, so both lakes can be tested at once.
it.concurrent.each(kinds)(
  `a run on a %s leaves a complete run published, however it is killed (${KILLS} times, seed ${SEED})`,
  async (kind) => {
    await withFolder(async (folder) => {
      const trial = await trialOf(kind, folder)
      const undisturbed = await ended(trial.run())
      expect(undisturbed.exit).toBe(0)
      const reference = await expectWhole(trial)
      const marks = marksOf(undisturbed.stderr)
      const random = randomNumbers(SEED)
      // Counts deaths by the last mark, which may be after the one that was aimed at.
      const died: Record<string, number> = Object.fromEntries(marks.map(({ event }) => [event, 0]))
      const quota = Math.ceil(KILLS / marks.length)
      let [kills, halfWritten, tries] = [0, 0, 0]
      const report = (): void => {
        const figures = `${kills} kills, ${halfWritten} of them between the first output and the swap`
        process.stderr.write(
          `a ${kind}, seed ${SEED}: ${figures}; by mark ${JSON.stringify(died)}\n`,
        )
      }
      const needsKills = ({ event }: Mark): boolean => (died[event] ?? 0) < quota
      while (marks.some(needsKills) && tries < 2 * KILLS) {
        for (const mark of marks.filter(needsKills)) {
          tries++
          const death = await killAfter(trial, mark, random())
          if (!death) continue
          kills++
          died[death.event] = (died[death.event] ?? 0) + 1
          // Later nights may be faster than the first, which has no cache.
          if (death.event !== mark.event) mark.ms /= 2
          if (await isHalfWritten(trial, death.runId)) halfWritten++
          await expectWhole(trial)
          if (kills % FINISH_EVERY > 0) continue
          expect((await ended(trial.run())).exit).toBe(0)
          expect(await expectWhole(trial)).toEqual(reference)
          await expectSwept(trial)
          report()
        }
      }
      report()
      expect(kills).toBeGreaterThanOrEqual(KILLS)
      const stages = marks.filter(({ event }) => event.endsWith(' starts'))
      expect(stages.filter(needsKills)).toEqual([])
      expect(halfWritten).toBeGreaterThanOrEqual(2 * quota)
    })
  },
  3_600_000,
)
