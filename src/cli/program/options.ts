import { Option } from 'commander'

export const lakeOption = (): Option =>
  new Option('--lake <place>', 'the lake: a folder, or s3://bucket/prefix')
    .default('./lake')
    .env('EMPANEL_LAKE')

export const runOption = (): Option =>
  new Option('--run <run_id>', 'the run to read (default: the newest complete or held run)')

export const PIPELINE_HELP = 'pipeline file (default: the nightly pipeline that comes with empanel)'

/** A pipeline file, and what the command reads in it. */
export const pipelineOption = (purpose: string): Option =>
  new Option('--pipeline <file>', `${PIPELINE_HELP}; ${purpose}`)

export const rolesOption = (): Option =>
  pipelineOption('its `roles` list who may request and decide')

export const timeZoneOption = (): Option => pipelineOption('its time zone decides when a day ends')
