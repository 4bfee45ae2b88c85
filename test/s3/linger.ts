import fs from 'node:fs'
import { eventOf } from './log-lines.ts'

/**
 * Loaded into a run before anything else: it stands still for a moment after one event of its log, so
 * that a kill reaches a stage that takes a few milliseconds.
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
