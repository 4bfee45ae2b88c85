import fs from 'node:fs'
import { eventOf } from './log-lines.ts'

/**
 * Preloaded into a run: pauses it briefly after one event of its log, so that a kill can hit a stage that
 * takes only a few milliseconds.
 */
const event = process.env['EMPANEL_TEST_LINGER']

fs.writeSync = new Proxy(fs.writeSync, {
  apply(write, self, args: Parameters<typeof fs.writeSync>) {
    const written: unknown = Reflect.apply(write, self, args)
    if (args[0] === 2 && eventOf(String(args[1])) === event) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250)
    }
    return written
  },
})
