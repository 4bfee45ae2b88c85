import { Option } from 'commander'

/** Takes what the command says the process shall exit with. */
export type SetExit = (code: number) => void

export const lakeOption = (): Option =>
  new Option('--lake <place>', 'the lake: a folder, or s3://bucket/prefix')
    .default('./lake')
    .env('EMPANEL_LAKE')

export const runOption = (): Option =>
  new Option('--run <run_id>', 'the run to read (default: the newest complete or held one)')

export const PIPELINE_HELP = 'pipeline file (default: the nightly pipeline that comes with empanel)'

/** A pipeline file, for what the command takes from it. */
export const pipelineOption = (why: string): Option =>
  new Option('--pipeline <file>', `${PIPELINE_HELP}; ${why}`)
