#!/usr/bin/env node
// Plain JavaScript that any Node can run, so that an old one prints a message and not a stack trace.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `empanel needs Node 22.12 or newer and was started with ${process.versions.node}.\n` +
      'In a checkout, `npm ci` installs one: start empanel with `npx empanel`.\n',
  )
  process.exit(2)
}
// Lists of processes show the command but not its arguments, which can hold a member's id.
const [, , command = ''] = process.argv
process.title = /^[a-z-]+$/.test(command) ? `empanel ${command}` : 'empanel'
// Node does not strip types below node_modules, so an installed package runs compiled JavaScript.
const installed = import.meta.url.includes('/node_modules/')
const { main } = await import(installed ? '../dist/cli/main.js' : './cli/main.ts')
process.exitCode = await main(process.argv.slice(2))
