#!/usr/bin/env node
// Plain JavaScript that any Node can read, so that an old one gets a sentence and not a stack trace.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `empanel needs Node 22.12 or newer and was started with ${process.versions.node}.\n` +
      'In the checkout, `npm ci` brings one along: start it with `npx empanel`.\n',
  )
  process.exit(2)
}
// A list of processes shows the command, and not whose id stands in its arguments.
const [, , command = ''] = process.argv
process.title = /^[a-z-]+$/.test(command) ? `empanel ${command}` : 'empanel'
// Node does not strip types below node_modules: an installed package runs its compiled twin.
const installed = import.meta.url.includes('/node_modules/')
const { main } = await import(installed ? '../dist/cli/main.js' : './cli/main.ts')
process.exitCode = await main(process.argv.slice(2))
