import type { Progress } from '../../base/progress.ts'

const WIDTH = 24

/** One line on a terminal, drawn over itself. */
export const terminalProgress = (out: NodeJS.WriteStream): Progress => {
  let label = ''
  let total: number | undefined
  let done = 0
  const draw = (): void => {
    const filled = total ? Math.min(WIDTH, Math.round((done / total) * WIDTH)) : 0
    const bar = total
      ? ` ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${done}/${total}`
      : ' …'
    out.write(`\r\u001b[2K${label}${bar}`)
  }
  return {
    start(name, count) {
      label = name
      total = count
      done = 0
      draw()
    },
    advance(count = 1) {
      done += count
      draw()
    },
    end() {
      out.write('\r\u001b[2K')
    },
  }
}
