import { exitCode } from '../../base/errors.ts'
import type { Checked } from '../commands/check.ts'
import type { WrittenDocs } from '../commands/docs.ts'
import type { NewLake } from '../commands/init.ts'
import type { Output } from './output.ts'

export const initOutput: Output<NewLake> = {
  text: ({ lake, templates }) => [
    `${lake} is ready: ${templates.length} templates in ${lake}/templates, each explained by a .txt file beside it.`,
    `Put your files into ${lake}/inbox/<feed>/, then start \`empanel run --lake ${lake}\`.`,
  ],
  json: (result) => result,
}

export const checkOutput: Output<Checked> = {
  text: ({ pipelines, contracts, problems }) => [
    ...pipelines.map(
      ({ pipeline, policy }) =>
        `${pipeline ?? 'nightly pipeline'}: pipeline and policy ${policy} are sound`,
    ),
    `${contracts} feed contracts compile`,
    ...problems.map(({ where, message }) => `${where}: ${message}`),
    problems.length === 0 ? 'all models are sound' : `${problems.length} problems`,
  ],
  json: (result) => result,
  exit: ({ problems }) => (problems.length === 0 ? exitCode.published : exitCode.usage),
}

export const docsOutput: Output<WrittenDocs> = {
  text: ({ folder, pages }) => [`Wrote ${pages.join(', ')} to ${folder}.`],
  json: (result) => result,
}
